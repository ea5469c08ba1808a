import { Skeleton } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './RelatedIncidentsCard.module.css';

/** Placeholders for lines that are loading. */
export function LoadingLines(props: { count: number }) {
  const { t } = useTranslation();
  return (
    <div
      role="status"
      aria-label={t('common.loading')}
      className={styles.loading}
    >
      {Array.from({ length: props.count }, (_, index) => (
        <Skeleton key={index} width="100%" height={24} />
      ))}
    </div>
  );
}
