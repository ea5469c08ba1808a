import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  actionItem,
  actionItems,
  incident,
} from '../../__testUtils__/fixtures';
import {
  Answer,
  errorAnswer,
  handlers,
  json,
} from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { ActionItemsCard } from './ActionItemsCard';

const BASE = '/incidents/INC-42';

/** Renders the card with two items, and returns the bodies of all writes. */
function renderCard(
  routes: Record<string, Answer> = {},
  options: Partial<Parameters<typeof renderWithIncidents>[1]> & {
    incidentRef?: string;
  } = {},
) {
  const items = [
    actionItem({
      identifier: 'PAY-1',
      title: 'Add an alert',
      updatedAt: '2026-01-01T00:00:00.000Z',
    }),
    actionItem({ identifier: 'PAY-2', title: 'Write a runbook' }),
  ];
  renderWithIncidents(
    <ActionItemsCard incidentRef={options.incidentRef ?? 'INC-42'} />,
    {
      handlers: handlers({
        ...routes,
        'get /incidents/:ref/action-items': actionItems({ items }),
        'get /incidents/:ref': incident(),
      }),
      ...options,
    },
  );
}

/** Records what was sent, and never answers: what is shown was there before the response. */
function recordEdits(bodies: unknown[]): Answer {
  return async request => {
    bodies.push(await request.json());
    return new Promise<Response>(() => {});
  };
}

describe('A row of the action items card', () => {
  it('changes a value by the keyboard where it stands', async () => {
    const bodies: unknown[] = [];
    renderCard({
      [`patch ${BASE}/action-items/PAY-1`]: recordEdits(bodies),
    });
    const value = await screen.findByRole('button', {
      name: 'Priority of PAY-1: No priority',
    });
    act(() => value.focus());
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('menuitemradio', { name: 'Urgent' });
    await userEvent.keyboard('urg{Enter}');
    await waitFor(() =>
      expect(bodies).toEqual([
        {
          priority: 'urgent',
          expectedUpdatedAt: '2026-01-01T00:00:00.000Z',
        },
      ]),
    );
  });

  it('takes a change back that was refused, and says why', async () => {
    renderCard({
      [`post ${BASE}/action-items/PAY-1/transition`]: errorAnswer(
        503,
        'ServiceUnavailableError',
        'Linear is away',
      ),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'State of PAY-1: Todo' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitemradio', { name: 'In Progress' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'PAY-1 was not changed',
    );
    expect(
      screen.getByRole('button', { name: 'State of PAY-1: Todo' }),
    ).toBeInTheDocument();
  });

  it('renames an item, shows it before the response, and gives the focus back', async () => {
    const bodies: unknown[] = [];
    renderCard({
      [`patch ${BASE}/action-items/PAY-1`]: recordEdits(bodies),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Edit the title of PAY-1' }),
    );
    await userEvent.keyboard('Page on the alert{Enter}');
    expect(
      await screen.findByRole('link', { name: 'Page on the alert' }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(bodies).toEqual([
        {
          title: 'Page on the alert',
          expectedUpdatedAt: '2026-01-01T00:00:00.000Z',
        },
      ]),
    );
    expect(
      screen.getByRole('button', { name: 'Edit the title of PAY-1' }),
    ).toHaveFocus();
  });

  it('keeps the title on Escape', async () => {
    renderCard();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Edit the title of PAY-1' }),
    );
    await userEvent.keyboard('x{Escape}');
    expect(
      await screen.findByRole('link', { name: 'Add an alert' }),
    ).toBeInTheDocument();
  });

  it('shows plain values to people who may not edit', async () => {
    renderCard(
      {},
      {
        incidentRef: 'INC-78',
        permissions: { authorize: AuthorizeResult.DENY },
      },
    );
    const list = await screen.findByRole('list', { name: 'Open action items' });
    expect(within(list).getByText('PAY-1')).toBeInTheDocument();
    expect(
      within(list)
        .getAllByRole('button')
        .map(button => button.getAttribute('aria-label')),
    ).toEqual(['Change PAY-1', 'Change PAY-2']);
  });

  it('bases an edit on what the one before it wrote', async () => {
    const expected: unknown[] = [];
    renderCard({
      [`patch ${BASE}/action-items/PAY-1`]: async request => {
        expected.push((await request.json()).expectedUpdatedAt);
        return json(
          actionItem({
            identifier: 'PAY-1',
            title: 'Add an alert',
            updatedAt: '2026-01-02T00:00:00.000Z',
          }),
        );
      },
    });
    const choose = async (value: RegExp, name: string) => {
      await userEvent.click(await screen.findByRole('button', { name: value }));
      await userEvent.click(await screen.findByRole('menuitemradio', { name }));
    };
    await choose(/^Priority of PAY-1/, 'High');
    await choose(/^Assignee of PAY-1/, 'ada.olsen (you)');
    await waitFor(() =>
      expect(expected).toEqual([
        '2026-01-01T00:00:00.000Z',
        '2026-01-02T00:00:00.000Z',
      ]),
    );
  });

  it('detaches an item, and attaches it again on Undo', async () => {
    const sent: unknown[] = [];
    renderCard({
      [`delete ${BASE}/action-items/PAY-1`]: () => {
        sent.push('detached');
        return new Response(null, { status: 204 });
      },
      [`post ${BASE}/action-items/attach`]: async request => {
        sent.push(await request.json());
        return json(actionItem({ identifier: 'PAY-1', title: 'Add an alert' }));
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Change PAY-1' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', {
        name: 'Detach from this incident',
      }),
    );
    expect(await screen.findByText(/^Detached PAY-1\./)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(sent).toEqual(['detached', { issue: 'PAY-1' }]));
    await waitFor(() =>
      expect(screen.queryByText(/^Detached PAY-1\./)).not.toBeInTheDocument(),
    );
  });
});

describe('The end of the list', () => {
  const add = (title: string) =>
    userEvent.type(
      screen.getByRole('textbox', { name: 'Add an action item by its title' }),
      `${title}{Enter}`,
    );

  it('adds one item after the other, and keeps what was refused', async () => {
    const sent: Array<{ title: string; key: string | null }> = [];
    renderCard({
      [`post ${BASE}/action-items`]: async request => {
        const { title } = await request.json();
        sent.push({ title, key: request.headers.get('Idempotency-Key') });
        return title === 'Two' && sent.length === 2
          ? errorAnswer(503, 'ServiceUnavailableError', 'Linear is away')()
          : json(actionItem({ identifier: 'PAY-9', title }), 201);
      },
    });
    await screen.findByRole('textbox', {
      name: 'Add an action item by its title',
    });
    await add('One');
    expect(await screen.findByText('Added PAY-9')).toBeInTheDocument();
    await add('Two');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      '“Two” was not added. Linear is away',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() =>
      expect(sent.map(({ title }) => title)).toEqual(['One', 'Two', 'Two']),
    );
    // A repeat creates nothing twice.
    expect(sent[2].key).toBe(sent[1].key);
    expect(sent[0].key).not.toBe(sent[1].key);
  });
});

describe('Several selected action items', () => {
  it('move to a state together, and each that was refused is named', async () => {
    const moved: string[] = [];
    renderCard({
      [`post ${BASE}/action-items/PAY-1/transition`]: () => {
        moved.push('PAY-1');
        return json({ outcome: 'moved', from: 'Todo', to: 'Done' });
      },
      [`post ${BASE}/action-items/PAY-2/transition`]: errorAnswer(
        503,
        'ServiceUnavailableError',
        'Linear is away',
      ),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Select several' }),
    );
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Select PAY-1' }),
    );
    const bar = within(
      screen.getByRole('group', { name: 'Change several action items' }),
    );
    expect(bar.getByText('1 selected')).toBeInTheDocument();
    await userEvent.click(
      bar.getByRole('button', { name: 'Select all 2 open' }),
    );
    await userEvent.click(bar.getByRole('button', { name: 'State' }));
    await userEvent.click(
      await screen.findByRole('menuitemradio', { name: 'Done' }),
    );
    expect(
      await screen.findByText('1 action item was not changed (1 changed)'),
    ).toBeInTheDocument();
    expect(screen.getByText(/PAY-2: Linear is away/)).toBeInTheDocument();
    expect(moved).toEqual(['PAY-1']);
  });
});
