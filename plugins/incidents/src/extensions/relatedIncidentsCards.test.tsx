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
import { incident } from '../__testUtils__/fixtures';
import { handlers, json } from '../__testUtils__/handlers';
import {
  affectingIncidentsCard,
  ledIncidentsCard,
} from './relatedIncidentsCards';

const { filterFunction } = EntityCardBlueprint.dataRefs;

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

  it('asks for open incidents that affect the component', async () => {
    const queries: string[] = [];
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity: entity('Component', 'checkout') }),
        affectingIncidentsCard,
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [
        [
          incidentsApiRef,
          fixtureClient(
            handlers({
              'get /incidents': request => {
                queries.push(new URL(request.url).search);
                return json({ items: [incident()], totalItems: 1 });
              },
            }),
          ),
        ],
      ],
    });
    const card = await screen.findByRole('region', { name: 'Incidents' });
    expect(
      await within(card).findByRole('link', {
        name: 'Checkout fails for card payments',
      }),
    ).toHaveAttribute('href', '/catalog/default/incident/inc-42');
    expect(within(card).getByText('1 open')).toBeInTheDocument();
    const asked = new URLSearchParams(queries[0]);
    expect(asked.getAll('affects')).toEqual(['component:default/checkout']);
    expect(asked.getAll('status')).toEqual([
      'active',
      'mitigated',
      'postmortem',
    ]);
  });
});
