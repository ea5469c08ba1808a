import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { IncidentsTableHead } from './IncidentsTableHead';
import styles from './IncidentsTable.module.css';

const ROWS = 10;

/** What stands in for the table: the same columns, rows as high. */
export function IncidentsTableSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status">
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      <table className={styles.table} aria-hidden>
        <IncidentsTableHead />
        <tbody>
          {Array.from({ length: ROWS }, (_, row) => (
            <tr key={row} className={styles.row}>
              <td className={styles.ref}>
                <Skeleton width={48} height={20} />
              </td>
              <td className={styles.severity}>
                <Skeleton width={44} height={20} />
              </td>
              <td className={styles.title}>
                <Skeleton width={`${90 - ((row * 17) % 40)}%`} height={20} />
              </td>
              <td className={styles.status}>
                <Skeleton width={84} height={20} />
              </td>
              <td className={styles.lead}>
                <Skeleton width={84} height={20} />
              </td>
              <td className={styles.affects}>
                <Skeleton width={72} height={20} />
              </td>
              <td className={styles.progress}>
                <Skeleton width={96} height={20} />
              </td>
              <td className={styles.started}>
                <Skeleton width={56} height={20} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
