import { IncidentActionItemPage } from '@backstage-incidents/incidents-common';
import { Button, Text } from '@backstage/ui';
import { useId } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { Hint } from '../common/Hint';
import { ItemList } from './ItemList';
import styles from './RelatedIncidentsCard.module.css';

/** The open action items of an entity's incidents, or of a person. */
export function RelatedItems(props: {
  title: string;
  emptyText: string;
  page: IncidentActionItemPage;
  showsAssignee: boolean;
  more: {
    /** The most rows that one click adds. */
    step: number;
    isPending: boolean;
    /** Absent once the maximum is shown. */
    onShow?: () => void;
  };
}) {
  const { title, emptyText, page, showsAssignee, more } = props;
  const { t } = useTranslation();
  const headingId = useId();
  const { items, totalItems, overdueItems } = page;
  const hidden = totalItems - items.length;
  return (
    <section aria-labelledby={headingId} className={styles.section}>
      <div className={styles.sectionHead}>
        <Text as="h4" id={headingId} variant="body-medium" weight="bold">
          {title}
        </Text>
        {totalItems > 0 && (
          <span className={styles.quiet}>
            {overdueItems > 0
              ? t('related.itemCountOverdue', {
                  n: totalItems,
                  overdue: overdueItems,
                })
              : t('actionItems.progress.open', { n: totalItems })}
          </span>
        )}
      </div>
      {items.length === 0 ? (
        <Hint>{emptyText}</Hint>
      ) : (
        <ItemList label={title} items={items} showsAssignee={showsAssignee} />
      )}
      {hidden > 0 && (
        <div>
          {more.onShow ? (
            <Button
              size="small"
              variant="secondary"
              isPending={more.isPending}
              onPress={more.onShow}
            >
              {t('related.showMore', {
                n: Math.min(hidden, more.step),
              })}
            </Button>
          ) : (
            <p className={styles.quiet}>
              {t('related.itemsShown', {
                n: items.length,
                total: totalItems,
              })}
            </p>
          )}
        </div>
      )}
    </section>
  );
}
