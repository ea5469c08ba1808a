import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entity } from '../../__testUtils__/entities';
import {
  actionItem,
  incident,
  incidentActionItems,
  people,
} from '../../__testUtils__/fixtures';
import {
  Answer,
  errorAnswer,
  handlers,
  json,
} from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { EntityAffectingIncidentsCard } from './EntityAffectingIncidentsCard';
import { EntityLedIncidentsCard } from './EntityLedIncidentsCard';

const open = incident();
const closed = incident({
  ref: 'INC-7',
  title: 'Slow search after the reindex',
  severity: 'sev3',
  status: 'done',
});

/** As the backend responds: by status, with a total for each response. */
function lists(totals = { open: 1, closed: 1 }): Answer {
  return request => {
    const statuses = new URL(request.url).searchParams.getAll('status');
    return statuses.includes('active')
      ? json({
          items: totals.open > 0 ? [open] : [],
          totalItems: totals.open,
        })
      : json({
          items: totals.closed > 0 ? [closed] : [],
          totalItems: totals.closed,
        });
  };
}

const items = incidentActionItems([
  {
    ref: 'INC-42',
    item: actionItem({
      identifier: 'PAY-219',
      title: 'Add a circuit breaker',
      assignee: people.sam,
      overdue: true,
    }),
  },
]);

function withRelations(of: Entity, type: string, targets: string[]): Entity {
  return { ...of, relations: targets.map(targetRef => ({ type, targetRef })) };
}

function renderCard(options: {
  entity: Entity;
  card: JSX.Element;
  incidents?: Answer;
  items?: Answer;
}) {
  const queries: { path: string; params: URLSearchParams }[] = [];
  const noting =
    (answer: Answer): Answer =>
    request => {
      const { pathname, searchParams } = new URL(request.url);
      queries.push({
        path: pathname.replace('/api/incidents', ''),
        params: searchParams,
      });
      return typeof answer === 'function' ? answer(request) : json(answer);
    };
  renderWithIncidents(
    <EntityProvider entity={options.entity}>{options.card}</EntityProvider>,
    {
      handlers: handlers({
        'get /incidents': noting(options.incidents ?? lists()),
        'get /action-items': noting(options.items ?? items),
      }),
    },
  );
  return {
    asked: (path: string, key: string) =>
      queries
        .filter(query => query.path === path)
        .map(query => query.params.getAll(key)),
  };
}

function renderAffecting(
  options: { entity?: Entity; incidents?: Answer; items?: Answer } = {},
) {
  return renderCard({
    entity: entity('Component', 'Checkout'),
    card: <EntityAffectingIncidentsCard />,
    ...options,
  });
}

describe('EntityAffectingIncidentsCard', () => {
  it('declares an incident that affects the component, from its page', async () => {
    renderAffecting();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Declare an incident' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Declare an incident',
    });
    expect(
      within(dialog).getByRole('grid', { name: 'Affects' }),
    ).toHaveTextContent('checkout');
  });

  it('lists open incidents before closed ones, with severity, status and progress', async () => {
    const { asked } = renderAffecting();
    const card = within(
      await screen.findByRole('region', { name: 'Incidents' }),
    );
    const rows = within(
      await card.findByRole('list', { name: 'Incidents, open ones first' }),
    ).getAllByRole('listitem');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toHaveTextContent('SEV1INC-42');
    expect(rows[0]).toHaveTextContent('Mitigated');
    expect(
      within(rows[0]).getByRole('progressbar', {
        name: 'Action items of INC-42',
      }),
    ).toHaveAttribute('aria-valuetext', '4 of 8 done');
    expect(rows[0]).toHaveTextContent('1 overdue');
    expect(
      within(rows[1]).getByRole('link', {
        name: 'Slow search after the reindex',
      }),
    ).toHaveAttribute('href', '/incidents/INC-7');
    expect(card.getByText('1 open, 1 closed')).toBeInTheDocument();
    expect(asked('/incidents', 'affects')).toEqual([
      ['component:default/checkout'],
      ['component:default/checkout'],
    ]);
  });

  it('counts their open action items and lists the first', async () => {
    const { asked } = renderAffecting({
      items: { ...items, totalItems: 12, overdueItems: 3 },
    });
    const section = within(
      await screen.findByRole('region', { name: 'Open action items' }),
    );
    expect(section.getByText('12 open, 3 overdue')).toBeInTheDocument();
    const [row] = section.getAllByRole('listitem');
    expect(row).toHaveTextContent('PAY-219');
    expect(row).toHaveTextContent('Sam Weber');
    expect(asked('/action-items', 'status')).toEqual([['todo', 'inProgress']]);
    await userEvent.click(
      section.getByRole('button', { name: 'Show 11 more' }),
    );
    expect(asked('/action-items', 'limit')).toEqual([['5'], ['30']]);
  });

  it('includes incidents that affect a direct part, says so, and names the part', async () => {
    const { asked } = renderAffecting({
      entity: withRelations(entity('System', 'shop'), 'hasPart', [
        'component:default/checkout',
        'resource:default/orders',
      ]),
    });
    expect(
      await screen.findByText('Includes its 2 direct parts.'),
    ).toBeInTheDocument();
    const list = await screen.findByRole('list', {
      name: 'Incidents, open ones first',
    });
    expect(within(list).getAllByRole('listitem')[0]).toHaveTextContent(
      'checkout',
    );
    const counted = [
      'system:default/shop',
      'component:default/checkout',
      'resource:default/orders',
    ];
    expect(asked('/incidents', 'affects')).toEqual([counted, counted]);
    expect(asked('/action-items', 'affects')).toEqual([counted]);
  });

  it('says that nothing affects it', async () => {
    renderAffecting({
      incidents: lists({ open: 0, closed: 0 }),
      items: incidentActionItems([]),
    });
    expect(
      await screen.findByText('No incidents have affected this.'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: 'Open action items' }),
    ).not.toBeInTheDocument();
  });

  it('says that no action items are open for past incidents', async () => {
    renderAffecting({
      incidents: lists({ open: 0, closed: 3 }),
      items: incidentActionItems([]),
    });
    expect(
      await screen.findByText('No open action items.'),
    ).toBeInTheDocument();
    expect(screen.getByText('0 open, 3 closed')).toBeInTheDocument();
  });

  it('says that more incidents are open than shown', async () => {
    renderAffecting({ incidents: lists({ open: 9, closed: 0 }) });
    expect(
      await screen.findByText('Showing the newest 5 of 9 open incidents.'),
    ).toBeInTheDocument();
  });

  it('says that it is loading', async () => {
    renderAffecting({ items: () => new Promise<Response>(() => {}) });
    expect(
      await screen.findByRole('status', { name: 'Loading' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('list')).not.toBeInTheDocument();
  });

  it('says once that the user has no access', async () => {
    const refuse = errorAnswer(403, 'NotAllowedError', 'Unauthorized');
    renderAffecting({ incidents: refuse, items: refuse });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "You don't have access to this",
    );
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('shows the loaded part when the rest failed, and retries', async () => {
    let broken = true;
    renderAffecting({
      items: () =>
        broken ? errorAnswer(500, 'Error', 'It broke')() : json(items),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('It broke');
    expect(
      screen.getByRole('link', { name: 'Checkout fails for card payments' }),
    ).toBeInTheDocument();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('PAY-219')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});

describe('EntityLedIncidentsCard', () => {
  it('shows the incidents that a user leads and the items assigned to them', async () => {
    const { asked } = renderCard({
      entity: entity('User', 'Ada.Olsen'),
      card: <EntityLedIncidentsCard />,
    });
    expect(
      await screen.findByRole('region', { name: 'Incidents led' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('region', { name: 'Action items assigned' }),
    ).toHaveTextContent('1 open, 1 overdue');
    expect(asked('/incidents', 'lead')).toEqual([
      ['user:default/ada.olsen'],
      ['user:default/ada.olsen'],
    ]);
    expect(asked('/action-items', 'assignee')).toEqual([
      ['user:default/ada.olsen'],
    ]);
  });

  it('shows which incidents direct members of a group lead, and leaves assignees to the backend', async () => {
    const { asked } = renderCard({
      entity: withRelations(entity('Group', 'sre'), 'hasMember', [
        'user:default/ada.olsen',
        'user:default/sam.weber',
      ]),
      card: <EntityLedIncidentsCard />,
    });
    expect(
      await screen.findByText('Of its 2 direct members.'),
    ).toBeInTheDocument();
    const list = await screen.findByRole('list', {
      name: 'Incidents, open ones first',
    });
    expect(within(list).getAllByRole('listitem')[0]).toHaveTextContent(
      'ada.olsen',
    );
    expect(asked('/incidents', 'lead')[0]).toEqual([
      'user:default/ada.olsen',
      'user:default/sam.weber',
    ]);
    expect(asked('/action-items', 'assignee')).toEqual([['group:default/sre']]);
  });

  it('sends no request for a group without members', async () => {
    const { asked } = renderCard({
      entity: entity('Group', 'empty'),
      card: <EntityLedIncidentsCard />,
    });
    expect(
      await screen.findByText(/has no direct members/),
    ).toBeInTheDocument();
    expect(asked('/incidents', 'lead')).toEqual([]);
    expect(asked('/action-items', 'assignee')).toEqual([]);
  });

  it('says that there are no incidents and no items', async () => {
    renderCard({
      entity: entity('User', 'Ada.Olsen'),
      card: <EntityLedIncidentsCard />,
      incidents: lists({ open: 0, closed: 0 }),
      items: incidentActionItems([]),
    });
    expect(
      await screen.findByText('This person has not led any incidents.'),
    ).toBeInTheDocument();
    expect(screen.getByText('No action items assigned.')).toBeInTheDocument();
  });
});
