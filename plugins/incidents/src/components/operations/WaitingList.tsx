import { LinearStatus } from '@backstage-incidents/incidents-common';
import { Link } from '@backstage/ui';
import { useIncidentLink } from '../../api/useIncidentLink';
import { asSentence } from '../../i18n/formatReason';
import { useTranslation } from '../../i18n/useTranslation';
import { Countdown } from '../common/Countdown';
import { jobKindText } from './jobKindText';
import styles from './WaitingList.module.css';

type Waiting = LinearStatus['work']['waiting'][number];

/** Jobs that failed and are retried automatically: one line for each reason, with its next try. */
export function WaitingList(props: { waiting: readonly Waiting[] }) {
  const { t, reason } = useTranslation();
  const groups = new Map<string, Waiting[]>();
  for (const job of props.waiting) {
    const why = reason(job.reason);
    groups.set(why, [...(groups.get(why) ?? []), job]);
  }
  return (
    <ul
      aria-label={t('operations.retriedAutomatically')}
      className={styles.list}
    >
      {[...groups].map(([why, jobs]) => (
        <li key={why}>
          <details>
            <summary>
              {asSentence(why)} {t('operations.jobs', { count: jobs.length })}.{' '}
              <Countdown until={earliest(jobs)} />
            </summary>
            <ul className={styles.jobs}>
              {jobs.map(job => (
                <Job key={`${job.kind} ${job.incidentRef}`} job={job} />
              ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}

function Job(props: { job: Waiting }) {
  const { incidentRef, kind, attempts, nextTryAt } = props.job;
  const { t } = useTranslation();
  const incidentLink = useIncidentLink();
  return (
    <li>
      {incidentRef && (
        <>
          <Link href={incidentLink({ ref: incidentRef })}>{incidentRef}</Link>{' '}
        </>
      )}
      {jobKindText(kind, t)}, {t('operations.attempts', { count: attempts })}.{' '}
      <Countdown until={nextTryAt} />
    </li>
  );
}

function earliest(jobs: readonly Waiting[]): string {
  return jobs
    .map(({ nextTryAt }) => nextTryAt)
    .reduce((first, next) => (next < first ? next : first));
}
