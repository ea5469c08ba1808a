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
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { entity } from './__testUtils__/entities';
import { fixtureClient } from './__testUtils__/fixtureClient';
import {
  actionItems,
  incident,
  incidentActionItems,
} from './__testUtils__/fixtures';
import { handlers } from './__testUtils__/handlers';
import {
  EntityActionItemsCard,
  EntityAffectingIncidentsCard,
  EntityIncidentOverviewCard,
  incidentsApiRef,
  IncidentsPage,
} from './legacy';

const client = fixtureClient(
  handlers({
    'get /incidents': { items: [incident()], totalItems: 1 },
    'get /action-items': incidentActionItems([]),
    'get /incidents/INC-42': incident(),
    'get /incidents/INC-42/action-items': actionItems(),
  }),
);

function renderLegacy(element: JSX.Element, kind: string, name: string) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [incidentsApiRef, client],
        [catalogApiRef, catalogApiMock()],
        [permissionApiRef, new MockPermissionApi()],
        [identityApiRef, mockApis.identity()],
      ]}
    >
      <EntityProvider entity={entity(kind, name)}>{element}</EntityProvider>
    </TestApiProvider>,
    {
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

  it('shows the same card on a component', async () => {
    await renderLegacy(
      <EntityAffectingIncidentsCard />,
      'Component',
      'checkout',
    );
    expect((await screen.findAllByText('INC-42'))[0]).toBeInTheDocument();
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
});
