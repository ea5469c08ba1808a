import { IncidentsClient } from '@backstage-incidents/incidents-common';
import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { incidentsApiRef } from '../api/incidentsApiRef';

/** Provides the client of the incidents backend. */
export const incidentsApi = ApiBlueprint.make({
  name: 'client',
  params: defineParams =>
    defineParams({
      api: incidentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new IncidentsClient(deps),
    }),
});
