import { Incident } from '@backstage-incidents/incidents-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ProgressBar } from '../common/ProgressBar';
import styles from './IncidentProgress.module.css';

/** Progress of an incident's action items, for a narrow column. */
export function IncidentProgress(props: {
  incident: Pick<Incident, 'progress' | 'ref'>;
}) {
  const { progress, ref } = props.incident;
  const { t } = useTranslation();
  const { total, done, canceled, overdue } = progress;
  if (total === 0) {
    return <span className={styles.progress}>{t('incidents.noItems')}</span>;
  }
  return (
    <span className={styles.progress}>
      <ProgressBar
        progress={progress}
        label={t('incidents.progressOf', { ref })}
      />
      <span>{`${done + canceled}/${total}`}</span>
      {overdue > 0 && (
        <span className={styles.overdue}>
          {t('actionItems.progress.overdue', { n: overdue })}
        </span>
      )}
    </span>
  );
}
