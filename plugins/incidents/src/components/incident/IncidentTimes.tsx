import { Incident } from '@backstage-incidents/incidents-common';
import { useNow } from '../common/useNow';
import { useTranslation } from '../../i18n/useTranslation';
import { Fact } from './Fact';
import styles from './IncidentOverview.module.css';

/** When it started, and how long until it was mitigated and closed. */
export function IncidentTimes(props: { incident: Incident }) {
  const { startedAt, closedAt, status } = props.incident;
  // A reopened incident is not mitigated, whenever it was before.
  const mitigatedAt =
    status === 'active' ? undefined : props.incident.mitigatedAt;
  const { t, span, exact, clock, ago } = useTranslation();
  const now = useNow(30_000);
  const after = (instant: string) =>
    span(Date.parse(instant) - Date.parse(startedAt));
  const sofar = span(now - Date.parse(startedAt));
  return (
    <>
      <Fact term={t('field.startedAt')}>
        <time dateTime={startedAt} title={exact(startedAt)}>
          {t('incident.startedAt', {
            exact: clock(startedAt, now),
            ago: ago(startedAt, now),
          })}
        </time>
      </Fact>
      {!mitigatedAt && !closedAt && (
        <Fact term={t('incident.runningFor')}>
          <span className={styles.running}>{sofar}</span>
        </Fact>
      )}
      {mitigatedAt && (
        <Fact term={t('incident.timeToMitigate')}>
          <time dateTime={mitigatedAt} title={exact(mitigatedAt)}>
            {after(mitigatedAt)}
          </time>
        </Fact>
      )}
      {mitigatedAt && !closedAt && (
        <Fact term={t('incident.openFor')}>{sofar}</Fact>
      )}
      {closedAt && (
        <Fact term={t('incident.timeToResolve')}>
          <time dateTime={closedAt} title={exact(closedAt)}>
            {after(closedAt)}
          </time>
        </Fact>
      )}
    </>
  );
}
