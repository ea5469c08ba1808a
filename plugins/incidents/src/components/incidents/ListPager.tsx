import { IncidentPage } from '@backstage-incidents/incidents-common';
import { Button } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './IncidentList.module.css';

/** The current page, and the previous and next one; nothing for a single page. */
export function ListPager(props: {
  page: IncidentPage;
  pageSize: number;
  after: readonly string[];
  isStale: boolean;
  onTurn: (after: string[]) => void;
}) {
  const { page, pageSize, after, isStale, onTurn } = props;
  const { nextCursor, items, totalItems } = page;
  const { t } = useTranslation();
  if (after.length === 0 && !nextCursor) return null;
  const from = after.length * pageSize + 1;
  return (
    <nav aria-label={t('incidents.pages')} className={styles.pager}>
      <span>
        {t('incidents.range', {
          from: from,
          to: from + items.length - 1,
          total: totalItems,
        })}
      </span>
      <Button
        size="small"
        variant="secondary"
        isDisabled={after.length === 0}
        onPress={() => onTurn(after.slice(0, -1))}
      >
        {t('incidents.previous')}
      </Button>
      <Button
        size="small"
        variant="secondary"
        isDisabled={!nextCursor || isStale}
        onPress={() => {
          if (nextCursor) onTurn([...after, nextCursor]);
        }}
      >
        {t('incidents.next')}
      </Button>
    </nav>
  );
}
