import { incidentRefFromEntityName } from '@backstage-incidents/incidents-common';
import { useEntity } from '@backstage/plugin-catalog-react';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { IncidentOverviewCard } from './IncidentOverviewCard';

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
