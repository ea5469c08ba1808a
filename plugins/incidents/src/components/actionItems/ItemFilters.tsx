import { ActionItem } from '@backstage-incidents/incidents-common';
import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { FinerFilters } from './FinerFilters';
import { countViews, ItemFilter, itemViews, ItemView } from './filterItems';
import segments from '../common/Segments.module.css';
import styles from './ItemFilters.module.css';

/** The finer filters are shown from this number of items. */
const MANY = 6;

/** Quick views with their counts, and finer filters for many items. */
export function ItemFilters(props: {
  items: readonly ActionItem[];
  filter: ItemFilter;
  userRef: string | undefined;
  onChange: (filter: ItemFilter) => void;
}) {
  const { items, filter, userRef, onChange } = props;
  const { t } = useTranslation();
  const counts = countViews(items, userRef);
  return (
    <div className={styles.filters}>
      <ToggleButtonGroup
        className={segments.segments}
        aria-label={t('filters.views')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[filter.view]}
        onSelectionChange={keys => {
          const view = itemViews.find(candidate => keys.has(candidate));
          if (view) onChange({ ...filter, view });
        }}
      >
        {itemViews.map((view: ItemView) => (
          <ToggleButton key={view} id={view} size="small">
            {`${t(`filters.view.${view}`)} ${counts[view]}`}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {items.length >= MANY && (
        <FinerFilters items={items} filter={filter} onChange={onChange} />
      )}
    </div>
  );
}
