import { identityApiRef } from '@backstage/core-plugin-api';
import {
  EntityProvider,
  catalogApiRef,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen, within } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { entity } from './__testUtils__/entities';
import { fixtureClient } from './__testUtils__/fixtureClient';
import {
  actionItem,
  actionItems,
  incident,
  incidentActionItems,
} from './__testUtils__/fixtures';
import { handlers } from './__testUtils__/handlers';
import { linearStatus } from './__testUtils__/linearStatus';
import {
  EntityActionItemsCard,
  EntityAffectingIncidentsCard,
  EntityIncidentOverviewCard,
  EntityLedIncidentsCard,
  EntityTimelineCard,
  incidentsApiRef,
  IncidentsPage,
  MyActionItems,
} from './legacy';

const client = fixtureClient(
  handlers({
    'get /incidents': { items: [incident()], totalItems: 1 },
    'get /action-items': incidentActionItems([
      {
        ref: 'INC-42',
        item: actionItem({ identifier: 'PAY-7', title: 'Mine' }),
      },
    ]),
    'get /linear/status': linearStatus(),
    'get /incidents/INC-42': incident(),
    'get /incidents/INC-42/action-items': actionItems(),
    'get /incidents/INC-42/timeline': { items: [] },
  }),
);

function renderLegacy(
  element: JSX.Element,
  kind: string,
  name: string,
  path = '/',
) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [incidentsApiRef, client],
        [catalogApiRef, catalogApiMock()],
        [permissionApiRef, new MockPermissionApi()],
        [
          identityApiRef,
          mockApis.identity({ userEntityRef: 'user:default/ada.olsen' }),
        ],
      ]}
    >
      <EntityProvider entity={entity(kind, name)}>{element}</EntityProvider>
    </TestApiProvider>,
    {
      routeEntries: [path],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

describe('on the old frontend system', () => {
  it('shows the same action items card', async () => {
    await renderLegacy(<EntityActionItemsCard />, 'Incident', 'inc-42');
    expect(await screen.findByText('PAY-219')).toBeInTheDocument();
  });

  it('shows the same overview card', async () => {
    await renderLegacy(<EntityIncidentOverviewCard />, 'Incident', 'inc-42');
    expect(
      await screen.findByRole('heading', {
        name: 'INC-42 Checkout fails for card payments',
      }),
    ).toBeInTheDocument();
  });

  it('shows the same timeline card', async () => {
    await renderLegacy(<EntityTimelineCard />, 'Incident', 'inc-42');
    expect(
      await screen.findByText(/Nothing has been recorded yet/),
    ).toBeInTheDocument();
  });

  it('shows the same card on a component', async () => {
    await renderLegacy(
      <EntityAffectingIncidentsCard />,
      'Component',
      'checkout',
    );
    expect((await screen.findAllByText('INC-42'))[0]).toBeInTheDocument();
  });

  it('shows the same card on a user', async () => {
    await renderLegacy(<EntityLedIncidentsCard />, 'User', 'ada.olsen');
    const card = within(
      await screen.findByRole('region', { name: 'Incidents led' }),
    );
    expect(await card.findByText('PAY-7')).toBeInTheDocument();
  });

  it('shows the same items on a home page, as a titled card', async () => {
    await renderLegacy(<MyActionItems />, 'User', 'ada.olsen');
    expect(await screen.findByText('PAY-7')).toBeInTheDocument();
    expect(screen.getByText('My action items')).toBeInTheDocument();
  });

  it('shows the same page', async () => {
    await renderLegacy(
      <Routes>
        <Route path="/" element={<IncidentsPage />} />
      </Routes>,
      'Incident',
      'inc-42',
    );
    expect(
      await screen.findByRole('row', { name: /INC-42/ }),
    ).toBeInTheDocument();
  });

  it('shows the operations page beneath it', async () => {
    await renderLegacy(
      <Routes>
        <Route path="/*" element={<IncidentsPage />} />
      </Routes>,
      'Incident',
      'inc-42',
      '/operations',
    );
    expect(
      await screen.findByRole('region', { name: 'Connection' }),
    ).toBeInTheDocument();
  });
});
