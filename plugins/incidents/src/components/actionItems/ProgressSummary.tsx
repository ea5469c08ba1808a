import { Progress } from '@backstage-incidents/incidents-common';
import { ProgressBar } from '../common/ProgressBar';
import { useWords } from '../../words/useWords';
import styles from './ProgressSummary.module.css';

/** The first thing the eye meets: how much is done, under way and late. */
export function ProgressSummary(props: { progress: Progress }) {
  const { progress } = props;
  const { t } = useWords();
  const { total, done, canceled, inProgress, overdue } = progress;
  return (
    <div className={styles.summary}>
      <ProgressBar progress={progress} label={t('actionItems.progressLabel')} />
      <span className={styles.words}>
        <strong>
          {t('actionItems.progress.done', {
            done: String(done),
            total: String(total),
          })}
        </strong>
        {inProgress > 0 && (
          <span>
            {t('actionItems.progress.inProgress', { n: String(inProgress) })}
          </span>
        )}
        {canceled > 0 && (
          <span>
            {t('actionItems.progress.canceled', { n: String(canceled) })}
          </span>
        )}
        {overdue > 0 && (
          <span className={styles.overdue}>
            {t('actionItems.progress.overdue', { n: String(overdue) })}
          </span>
        )}
      </span>
    </div>
  );
}
