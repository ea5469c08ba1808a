import { IncidentsClient } from '@backstage-incidents/incidents-common';
import { createApiRef } from '@backstage/frontend-plugin-api';

/** What the pages need of the incidents backend. @public */
export type IncidentsApi = Pick<IncidentsClient, keyof IncidentsClient>;

/** The typed client of the incidents backend. @public */
export const incidentsApiRef = createApiRef<IncidentsApi>().with({
  id: 'plugin.incidents.client',
  pluginId: 'incidents',
});
