import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { HttpIncidentsService } from './HttpIncidentsService';
import { IncidentsService } from './IncidentsService';

/**
 * Reference of the {@link IncidentsService}. Has a default factory: a plugin
 * that depends on it needs no further installation.
 *
 * @public
 */
export const incidentsServiceRef = createServiceRef<IncidentsService>({
  id: 'incidents.client',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: ({ auth, discovery }) =>
        HttpIncidentsService.create({ auth, discovery }),
    }),
});
