import { ActionItem } from '@backstage-incidents/incidents-common';
import { Button } from '@backstage/ui';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { ActionItemColumn } from './actionItemColumns';
import { ActionItemRow } from './ActionItemRow';
import { ItemEditing } from './ItemValueMenus';
import styles from './ActionItemList.module.css';

/** The rows of the card, one page at a time. */
export function ActionItemList(props: {
  label: string;
  items: readonly ActionItem[];
  pageSize: number;
  hiddenColumns: readonly ActionItemColumn[];
  editing: ItemEditing;
  /** Absent: the rows cannot be selected. */
  selectedIds?: ReadonlySet<string>;
  onToggle: (id: string) => void;
}) {
  const { label, items, pageSize, hiddenColumns, editing } = props;
  const { selectedIds, onToggle } = props;
  const { t } = useTranslation();
  const [limit, setLimit] = useState(pageSize);
  const more = Math.min(pageSize, items.length - limit);
  return (
    <>
      <ul
        aria-label={label}
        className={styles.list}
        data-selects={selectedIds !== undefined || undefined}
        data-hides={hiddenColumns.join(' ') || undefined}
      >
        {items.slice(0, limit).map(item => (
          <ActionItemRow
            key={item.id}
            item={item}
            hiddenColumns={hiddenColumns}
            editing={editing}
            isSelected={selectedIds?.has(item.id)}
            onToggle={onToggle}
          />
        ))}
      </ul>
      {more > 0 && (
        <div className={styles.more}>
          <Button
            size="small"
            variant="secondary"
            onPress={() => setLimit(limit + pageSize)}
          >
            {t('actionItems.showMore', { n: more })}
          </Button>
          <span className={styles.count}>
            {t('actionItems.shown', {
              shown: limit,
              total: items.length,
            })}
          </span>
        </div>
      )}
    </>
  );
}
