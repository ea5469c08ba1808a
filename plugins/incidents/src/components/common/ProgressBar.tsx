import { Progress } from '@backstage-incidents/incidents-common';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './ProgressBar.module.css';

/** Done and in progress out of all, as one bar with a text for screen readers. */
export function ProgressBar(props: { progress: Progress; label: string }) {
  const { progress, label } = props;
  const { t } = useTranslation();
  const { total, done, canceled, inProgress } = progress;
  const share = (count: number) =>
    total === 0 ? '0%' : `${(100 * count) / total}%`;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done + canceled}
      aria-valuetext={t('actionItems.progress.done', {
        done: done,
        total: total,
      })}
      className={styles.bar}
    >
      {done > 0 && (
        <span className={styles.done} style={{ width: share(done) }} />
      )}
      {canceled > 0 && (
        <span className={styles.canceled} style={{ width: share(canceled) }} />
      )}
      {inProgress > 0 && (
        <span className={styles.active} style={{ width: share(inProgress) }} />
      )}
    </div>
  );
}
