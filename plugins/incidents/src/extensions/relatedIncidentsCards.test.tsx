import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen, within } from '@testing-library/react';
import { incidentsApiRef } from '../api/incidentsApiRef';
import { entity } from '../__testUtils__/entities';
import { fixtureClient } from '../__testUtils__/fixtureClient';
import { incident, incidentActionItems } from '../__testUtils__/fixtures';
import { handlers } from '../__testUtils__/handlers';
import { incidentsPage } from './incidentsPage';
import { affectingIncidentsCard, ledIncidentsCard } from './entityCards';

const { filterFunction } = EntityCardBlueprint.dataRefs;

const cardHandlers = handlers({
  'get /incidents': { items: [incident()], totalItems: 1 },
  'get /action-items': incidentActionItems([]),
});

describe('cards on other entities', () => {
  it.each([
    [
      'affecting',
      createExtensionTester(affectingIncidentsCard).get(filterFunction),
      ['Component', 'API', 'System', 'Domain', 'Resource'],
      ['Incident', 'User', 'Group', 'Template', 'Location'],
    ],
    [
      'led',
      createExtensionTester(ledIncidentsCard).get(filterFunction),
      ['User', 'Group'],
      ['Incident', 'Component', 'API', 'System', 'Domain', 'Resource'],
    ],
  ])('mounts %s on the right kinds and on no other', (_, matches, on, off) => {
    for (const kind of on) expect(matches?.(entity(kind, 'x'))).toBe(true);
    for (const kind of off) expect(matches?.(entity(kind, 'x'))).toBe(false);
  });

  it.each([
    [
      'Component',
      affectingIncidentsCard,
      'Incidents',
      '/incidents?affects=component%3Adefault%2Fx',
    ],
    [
      'User',
      ledIncidentsCard,
      'Incidents led',
      '/incidents?lead=user%3Adefault%2Fx',
    ],
  ])(
    'leads from a %s to the incidents page, filtered',
    async (kind, card, name, href) => {
      renderTestApp({
        extensions: [
          createTestEntityPage({ entity: entity(kind, 'x') }),
          card,
          incidentsPage,
        ],
        mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
        apis: [[incidentsApiRef, fixtureClient(cardHandlers)]],
      });
      const region = within(await screen.findByRole('region', { name }));
      expect(
        await region.findByRole('link', { name: 'All incidents' }),
      ).toHaveAttribute('href', href);
    },
  );

  it('shows its incidents in an app without the incidents page too', async () => {
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity: entity('Component', 'x') }),
        affectingIncidentsCard,
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [[incidentsApiRef, fixtureClient(cardHandlers)]],
    });
    const region = within(
      await screen.findByRole('region', { name: 'Incidents' }),
    );
    expect((await region.findAllByText('INC-42'))[0]).toBeInTheDocument();
    expect(
      region.queryByRole('link', { name: 'All incidents' }),
    ).not.toBeInTheDocument();
  });
});
