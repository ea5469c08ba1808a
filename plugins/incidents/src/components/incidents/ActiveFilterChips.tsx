import {
  entityPresentationSnapshot,
  useEntityPresentation,
} from '@backstage/plugin-catalog-react';
import { Button, Tag, TagGroup } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { ActiveFilter, activeFilters } from './activeFilters';
import { IncidentQuery } from './incidentQuery';
import styles from './IncidentFiltersBar.module.css';

/** The active filters, removable one by one or all at once. */
export function ActiveFilterChips(props: {
  query: IncidentQuery;
  onChange: (change: Partial<IncidentQuery>) => void;
  onClear: () => void;
}) {
  const { query, onChange, onClear } = props;
  const { t } = useTranslation();
  const chips = activeFilters(query, t);
  const textOf = ({ shown }: ActiveFilter) =>
    shown.kind === 'text'
      ? shown.text
      : t(`incidents.chip.${shown.field}`, {
          value: entityPresentationSnapshot(shown.entityRef).primaryTitle,
        });
  return (
    <div className={styles.active}>
      <TagGroup
        aria-label={t('incidents.activeFilters')}
        onRemove={keys => {
          const removed = chips.find(chip => keys.has(chip.id));
          if (removed) onChange(removed.removal);
        }}
      >
        {chips.map(chip => (
          <Tag key={chip.id} id={chip.id} textValue={textOf(chip)}>
            {chip.shown.kind === 'text' ? (
              chip.shown.text
            ) : (
              <EntityChip {...chip.shown} />
            )}
          </Tag>
        ))}
      </TagGroup>
      <Button variant="tertiary" size="small" onPress={onClear}>
        {t('incidents.clear')}
      </Button>
    </div>
  );
}

/** Its name from the catalog, which may load a moment later. */
function EntityChip(props: { field: 'lead' | 'affects'; entityRef: string }) {
  const { field, entityRef } = props;
  const { t } = useTranslation();
  const { primaryTitle } = useEntityPresentation(entityRef);
  return <span>{t(`incidents.chip.${field}`, { value: primaryTitle })}</span>;
}
