import { useParams } from 'react-router-dom';
import { isHidden } from '../../api/describeFailure';
import { useIncident } from '../../api/useIncident';
import { ActionItemsCard } from '../actionItems/ActionItemsCard';
import { FailureNotice } from '../common/FailureNotice';
import { PageHead } from '../common/PageHead';
import { TimelineCard } from '../timeline/TimelineCard';
import { IncidentOverviewCard } from './IncidentOverviewCard';
import styles from './IncidentPage.module.css';

/**
 * One incident by its reference. Unlike its entity page it needs no catalog, which
 * takes a moment for a new incident.
 */
export function IncidentPage(props: { incidentsPath: string }) {
  const { incidentsPath } = props;
  const ref = (useParams().ref ?? '').toLocaleUpperCase('en-US');
  const { data, error, refetch, isFetching } = useIncident(ref);
  const incident = isHidden(error) ? undefined : data;
  return (
    <main className={styles.page}>
      <PageHead
        incidentsPath={incidentsPath}
        title={incident ? `${ref} ${incident.title}` : ref}
      />
      {error && !incident ? (
        <FailureNotice
          error={error}
          onRetry={() => refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <div className={styles.cards}>
          <div className={styles.column}>
            <IncidentOverviewCard incidentRef={ref} />
          </div>
          <div className={styles.column}>
            <ActionItemsCard incidentRef={ref} />
            <TimelineCard incidentRef={ref} />
          </div>
        </div>
      )}
    </main>
  );
}
