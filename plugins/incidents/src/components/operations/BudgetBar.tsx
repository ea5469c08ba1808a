import { LinearStatus } from '@backstage-incidents/incidents-common';
import { useNow } from '../common/useNow';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './ConnectionPanel.module.css';

/** Below this share of the limit the bar warns. */
const LOW = 0.2;

/** The remaining budget of one of Linear's rate limits. */
export function BudgetBar(props: {
  label: string;
  bucket: LinearStatus['budget']['requests'];
}) {
  const { label, bucket } = props;
  const translation = useTranslation();
  const { t } = translation;
  const now = useNow(15_000);
  const { limit, remaining, resetAt } = bucket;
  if (limit === undefined || remaining === undefined) {
    return (
      <p className={styles.line}>{t('operations.budgetUnknown', { label })}</p>
    );
  }
  const text = t('operations.budgetLeft', {
    remaining: new Intl.NumberFormat().format(remaining),
    limit: new Intl.NumberFormat().format(limit),
  });
  const reset =
    resetAt && Date.parse(resetAt) > now
      ? ` · ${t('operations.resets', {
          when: translation.relative(resetAt, now),
        })}`
      : '';
  return (
    <div>
      <div className={styles.budgetWords}>
        <span>{label}</span>
        <span>{`${text}${reset}`}</span>
      </div>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={remaining}
        aria-valuetext={text}
        className={styles.meter}
      >
        <span
          style={{ width: `${limit === 0 ? 0 : (100 * remaining) / limit}%` }}
          data-low={remaining < limit * LOW || undefined}
        />
      </div>
    </div>
  );
}
