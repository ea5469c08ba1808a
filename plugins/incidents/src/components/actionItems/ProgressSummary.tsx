import { Progress } from '@backstage-incidents/incidents-common';
import { ProgressBar } from '../common/ProgressBar';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './ProgressSummary.module.css';

/** How many items are open, overdue, in progress and done. */
export function ProgressSummary(props: { progress: Progress }) {
  const { progress } = props;
  const { t } = useTranslation();
  const { total, todo, done, canceled, inProgress, overdue } = progress;
  const open = todo + inProgress;
  return (
    <div className={styles.summary}>
      <ProgressBar progress={progress} label={t('actionItems.progressLabel')} />
      <span className={styles.words}>
        {open > 0 && (
          <strong>{t('actionItems.progress.open', { n: open })}</strong>
        )}
        {overdue > 0 && (
          <span className={styles.overdue}>
            {t('actionItems.progress.overdue', { n: overdue })}
          </span>
        )}
        {inProgress > 0 && (
          <span>{t('actionItems.progress.inProgress', { n: inProgress })}</span>
        )}
        <span>
          {t('actionItems.progress.done', {
            done: done,
            total: total,
          })}
        </span>
        {canceled > 0 && (
          <span>{t('actionItems.progress.canceled', { n: canceled })}</span>
        )}
      </span>
    </div>
  );
}
