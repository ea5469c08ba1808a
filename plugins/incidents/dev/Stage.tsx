import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  catalogApiRef,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { DefaultEntityPresentationApi } from '@backstage/plugin-catalog';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { identityApiRef } from '@backstage/core-plugin-api';
import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { ReactNode, useState } from 'react';
import { SWRConfig } from 'swr';
import { incidentsApiRef } from '../src/api/incidentsApiRef';
import { IncidentsQueryProvider } from '../src/api/IncidentsQueryProvider';
import { fixtureClient } from '../src/__testUtils__/fixtureClient';
import { handlers } from '../src/__testUtils__/handlers';
import { galleryEntities } from './entities';
import { GalleryState } from './GalleryState';
import { usePresses } from './usePresses';

const ADA = 'user:default/ada.olsen';

function permissionsOf(state: GalleryState) {
  return mockApis.permission({
    authorize: ({ permission }) => {
      const allowed =
        state.permitted === undefined ||
        state.permitted === 'everything' ||
        (state.permitted === 'reading' &&
          permission.attributes.action === 'read');
      return allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY;
    },
  });
}

function apisOf(state: GalleryState) {
  const userEntityRef = state.user ?? ADA;
  const catalogApi = catalogApiMock({ entities: galleryEntities });
  return [
    [incidentsApiRef, fixtureClient(handlers(state.routes))],
    [catalogApiRef, catalogApi],
    [
      entityPresentationApiRef,
      DefaultEntityPresentationApi.create({ catalogApi }),
    ],
    [
      identityApiRef,
      mockApis.identity({
        userEntityRef,
        ownershipEntityRefs: [userEntityRef],
      }),
    ],
    [permissionApiRef, permissionsOf(state)],
  ] as const;
}

/** A world of its own for one state: backend, catalog, reader, permissions. */
export function Stage(props: { state: GalleryState; children: ReactNode }) {
  const { state, children } = props;
  const [apis] = useState(() => apisOf(state));
  const [decisions] = useState(() => new Map());
  const ref = usePresses(state.presses);
  const content = state.entity ? (
    <EntityProvider entity={state.entity}>{children}</EntityProvider>
  ) : (
    children
  );
  return (
    <SWRConfig value={{ provider: () => decisions }}>
      <TestApiProvider apis={apis}>
        <IncidentsQueryProvider>
          <div ref={ref}>{content}</div>
        </IncidentsQueryProvider>
      </TestApiProvider>
    </SWRConfig>
  );
}
