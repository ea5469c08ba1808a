import {
  createExtensionTester,
  renderInTestApp,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { ExtensionDefinition } from '@backstage/frontend-plugin-api';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen, within } from '@testing-library/react';
import { incidentsApiRef } from '../api/incidentsApiRef';
import { entity } from '../__testUtils__/entities';
import { fixtureClient } from '../__testUtils__/fixtureClient';
import { actionItems, incident } from '../__testUtils__/fixtures';
import { handlers } from '../__testUtils__/handlers';
import {
  actionItemsCard,
  incidentOverviewCard,
  timelineCard,
} from './entityCards';

const { filterFunction } = EntityCardBlueprint.dataRefs;

const OTHER_KINDS = ['Component', 'API', 'System', 'Group', 'User', 'Template'];

function renderOn(kind: string, name: string, card: ExtensionDefinition) {
  renderTestApp({
    extensions: [createTestEntityPage({ entity: entity(kind, name) }), card],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [
        incidentsApiRef,
        fixtureClient(
          handlers({
            'get /incidents/INC-42': incident(),
            'get /incidents/INC-42/action-items': actionItems(),
            'get /incidents/INC-42/timeline': { items: [] },
          }),
        ),
      ],
    ],
  });
}

describe('cards of an incident', () => {
  it('shows the action items of the incident behind the entity name', async () => {
    renderOn('Incident', 'inc-42', actionItemsCard);
    expect(await screen.findByText('PAY-219')).toBeInTheDocument();
  });

  it('shows the overview of the incident behind the entity name', async () => {
    renderOn('Incident', 'inc-42', incidentOverviewCard);
    expect(
      await screen.findByRole('heading', {
        name: 'INC-42 Checkout fails for card payments',
      }),
    ).toBeInTheDocument();
  });

  it('shows the timeline of the incident behind the entity name', async () => {
    renderOn('Incident', 'inc-42', timelineCard);
    expect(
      await screen.findByRole('region', { name: 'Timeline' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(/Nothing has been recorded yet/),
    ).toBeInTheDocument();
  });

  it('takes its page size, grouping and hidden columns from its config', async () => {
    const card = createExtensionTester(actionItemsCard, {
      config: { pageSize: 1, groupBy: 'team', hiddenColumns: ['assignee'] },
    });
    renderInTestApp(
      <EntityProvider entity={entity('Incident', 'inc-42')}>
        {card.reactElement()}
      </EntityProvider>,
      {
        mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
        apis: [
          [
            incidentsApiRef,
            fixtureClient(
              handlers({ 'get /incidents/INC-42/action-items': actionItems() }),
            ),
          ],
        ],
      },
    );
    const list = await screen.findByRole('list', {
      name: 'Open action items: Payments',
    });
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
    expect(within(list).queryByText('Ada Olsen')).not.toBeInTheDocument();
  });

  it.each([
    [
      'action-items',
      createExtensionTester(actionItemsCard).get(filterFunction),
    ],
    [
      'overview',
      createExtensionTester(incidentOverviewCard).get(filterFunction),
    ],
    ['timeline', createExtensionTester(timelineCard).get(filterFunction)],
  ])('mounts %s on kind Incident and on no other', (_, matches) => {
    expect(matches?.(entity('Incident', 'inc-42'))).toBe(true);
    for (const kind of OTHER_KINDS) {
      expect(matches?.(entity(kind, 'inc-42'))).toBe(false);
    }
  });
});
