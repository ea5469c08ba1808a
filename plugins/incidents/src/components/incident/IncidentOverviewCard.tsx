import { incidentRefFromEntityName } from '@backstage-incidents/incidents-common';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Flex, Skeleton, VisuallyHidden } from '@backstage/ui';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { isHidden } from '../../api/describeFailure';
import { useIncident } from '../../api/useIncident';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { CardHeading, SectionCard } from '../common/SectionCard';
import { IncidentActions } from './IncidentActions';
import { IncidentFacts } from './IncidentFacts';
import { IncidentHead } from './IncidentHead';
import { Summary } from './Summary';

/** The incident whose entity page this is, at a glance. @public */
export function EntityIncidentOverviewCard() {
  const { entity } = useEntity();
  return (
    <IncidentsQueryProvider>
      <IncidentOverviewCard
        incidentRef={incidentRefFromEntityName(entity.metadata.name)}
      />
    </IncidentsQueryProvider>
  );
}

/** One incident at a glance. */
export function IncidentOverviewCard(props: { incidentRef: string }) {
  const { incidentRef } = props;
  const { t } = useTranslation();
  const query = useIncident(incidentRef);
  const incident = isHidden(query.error) ? undefined : query.data;
  return (
    <SectionCard
      head={headingId =>
        incident ? (
          <IncidentHead incident={incident} headingId={headingId} />
        ) : (
          <CardHeading id={headingId}>{t('incident.title')}</CardHeading>
        )
      }
    >
      {query.error && (
        <FailureNotice
          error={query.error}
          onRetry={() => query.refetch()}
          isRetrying={query.isFetching}
        />
      )}
      {query.isPending && <OverviewSkeleton />}
      {incident?.summary && <Summary text={incident.summary} />}
      {incident && <IncidentFacts incident={incident} />}
      {incident && <IncidentActions incident={incident} />}
    </SectionCard>
  );
}

function OverviewSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status">
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      <Flex direction="column" gap="3">
        <Skeleton width="90%" height={16} />
        <Skeleton width="60%" height={16} />
        <Skeleton width="75%" height={16} />
      </Flex>
    </div>
  );
}
