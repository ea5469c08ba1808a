import { Incident } from '@backstage-incidents/incidents-common';
import { RelativeTime } from '../../words/RelativeTime';
import { useNow } from '../../words/useNow';
import { useWords } from '../../words/useWords';
import { Fact } from './Fact';

/** When it started, how long until it was mitigated, how long until it was over. */
export function IncidentTimes(props: { incident: Incident }) {
  const { startedAt, mitigatedAt, closedAt } = props.incident;
  const { t, span, exact } = useWords();
  const now = useNow(30_000);
  const since = (instant: string) =>
    span(Date.parse(instant) - Date.parse(startedAt));
  return (
    <>
      <Fact term={t('incident.started')}>
        <RelativeTime instant={startedAt} />
      </Fact>
      <Fact term={t('incident.timeToMitigate')}>
        {mitigatedAt ? (
          <time dateTime={mitigatedAt} title={exact(mitigatedAt)}>
            {since(mitigatedAt)}
          </time>
        ) : (
          <span>
            {closedAt
              ? t('common.none')
              : t('incident.runningFor', {
                  duration: span(now - Date.parse(startedAt)),
                })}
          </span>
        )}
      </Fact>
      {closedAt && (
        <Fact term={t('incident.timeToResolve')}>
          <time dateTime={closedAt} title={exact(closedAt)}>
            {since(closedAt)}
          </time>
        </Fact>
      )}
    </>
  );
}
