import { incidentRefFromEntityName } from '@backstage-incidents/incidents-common';
import { useEntity } from '@backstage/plugin-catalog-react';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { ActionItemsCard, ActionItemsCardOptions } from './ActionItemsCard';

/** The action items of the incident whose entity page this is. @public */
export function EntityActionItemsCard(props: ActionItemsCardOptions) {
  const { entity } = useEntity();
  return (
    <IncidentsQueryProvider>
      <ActionItemsCard
        {...props}
        incidentRef={incidentRefFromEntityName(entity.metadata.name)}
      />
    </IncidentsQueryProvider>
  );
}
