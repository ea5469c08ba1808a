import { Entity } from '@backstage/catalog-model';
import { identityApiRef, storageApiRef } from '@backstage/core-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import { RequestHandler } from 'msw';
import { incidentsApiRef } from '../api/incidentsApiRef';
import { IncidentsQueryProvider } from '../api/IncidentsQueryProvider';
import { rootRouteRef } from '../routes';
import { fixtureClient } from './fixtureClient';

const silentSignals: SignalApi = {
  subscribe: () => ({ unsubscribe() {} }),
};

/** Renders with a signed-in reader, a catalog, permissions, and the given backend. */
export function renderWithIncidents(
  element: JSX.Element,
  options: {
    handlers: RequestHandler[];
    entities?: Entity[];
    userEntityRef?: string;
    /** Entity refs of the user's groups. */
    groups?: string[];
    /** What is stored for the user, by bucket and key. */
    stored?: NonNullable<Parameters<typeof mockApis.storage>[0]>['data'];
    permissions?: Parameters<typeof mockApis.permission>[0];
    signals?: SignalApi;
    path?: string;
  },
) {
  return renderInTestApp(
    <IncidentsQueryProvider>{element}</IncidentsQueryProvider>,
    {
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/incidents': rootRouteRef,
      },
      initialRouteEntries: [options.path ?? '/'],
      apis: [
        [incidentsApiRef, fixtureClient(options.handlers)],
        [catalogApiRef, catalogApiMock({ entities: options.entities ?? [] })],
        [
          identityApiRef,
          mockApis.identity({
            userEntityRef: options.userEntityRef ?? 'user:default/ada.olsen',
            ownershipEntityRefs: [
              options.userEntityRef ?? 'user:default/ada.olsen',
              ...(options.groups ?? []),
            ],
          }),
        ],
        [permissionApiRef, mockApis.permission(options.permissions)],
        [storageApiRef, mockApis.storage({ data: options.stored })],
        [signalApiRef, options.signals ?? silentSignals],
      ],
    },
  );
}
