import {
  actionItemCreatePermission,
  parentIssueManagePermission,
  syncTriggerPermission,
  reason,
} from '@backstage-incidents/incidents-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entity } from '../../__testUtils__/entities';
import {
  actionItem,
  actionItems,
  incident,
  people,
  states,
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

function renderCard(
  routes: Record<string, Answer> = {},
  options: Partial<Parameters<typeof renderWithIncidents>[1]> = {},
) {
  return renderWithIncidents(<ActionItemsCard incidentRef="INC-42" />, {
    handlers: handlers({
      [`get ${BASE}/action-items`]: actionItems(),
      [`get ${BASE}`]: incident(),
      ...routes,
    }),
    entities: [
      {
        ...entity('User', 'mira.chen'),
        spec: { profile: { displayName: 'Mira Chen' } },
      },
    ],
    ...options,
  });
}

function openRows() {
  return within(
    screen.getByRole('list', { name: 'Open action items' }),
  ).getAllByRole('listitem');
}

async function openRowMenu(identifier: string) {
  await userEvent.click(
    await screen.findByRole('button', { name: `Change ${identifier}` }),
  );
}

describe('ActionItemsCard, filtering', () => {
  it('offers views with their counts and shows the matching items', async () => {
    renderCard();
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Overdue 1' }),
    );
    expect(openRows()).toHaveLength(1);
    expect(
      screen.queryByRole('button', { name: /Closed/ }),
    ).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'Mine 1' }));
    expect(openRows()[0]).toHaveTextContent('PAY-219');
    await userEvent.click(screen.getByRole('radio', { name: 'All 8' }));
    expect(openRows()).toHaveLength(3);
  });

  it('filters by source', async () => {
    renderCard();
    await userEvent.click(
      await screen.findByRole('button', { name: /Source/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Related' }),
    );
    expect(openRows()).toHaveLength(1);
    expect(openRows()[0]).toHaveTextContent('ENG-88');
  });

  it('says when nothing matches, and offers to clear the filters', async () => {
    renderCard({
      [`get ${BASE}/action-items`]: actionItems({
        items: [
          actionItem({ identifier: 'PAY-1', title: 'One' }),
          actionItem({ identifier: 'PAY-2', title: 'Two' }),
        ],
      }),
    });
    await userEvent.click(await screen.findByRole('radio', { name: 'Mine 0' }));
    expect(
      screen.getByText('No action items match these filters.'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(openRows()).toHaveLength(2);
  });
});

describe('ActionItemsCard, adding', () => {
  async function openDialog() {
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add action item' }),
    );
    return screen.findByRole('dialog', { name: 'Add an action item' });
  }

  it('creates a sub-issue and shows it at once', async () => {
    const bodies: unknown[] = [];
    renderCard({
      [`post ${BASE}/action-items`]: async request => {
        bodies.push(await request.json());
        return json(
          actionItem({ identifier: 'PAY-300', title: 'Add an alert' }),
          201,
        );
      },
    });
    const dialog = await openDialog();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: 'Title' }),
      'Add an alert',
    );
    await userEvent.click(
      within(dialog).getByRole('combobox', { name: 'Assignee' }),
    );
    await userEvent.keyboard('mira');
    await userEvent.click(
      await screen.findByRole('option', { name: /Mira Chen/ }),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Add action item' }),
    );
    expect(await screen.findByText('Added PAY-300')).toBeInTheDocument();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(bodies).toEqual([
      { title: 'Add an alert', assignee: 'user:default/mira.chen' },
    ]);
  });

  it('keeps the input when Linear is not responding, and retries with the same key', async () => {
    const keys: Array<string | null> = [];
    renderCard({
      [`post ${BASE}/action-items`]: request => {
        keys.push(request.headers.get('idempotency-key'));
        return errorAnswer(
          503,
          'ServiceUnavailableError',
          'Linear did not respond.',
        )();
      },
    });
    const dialog = await openDialog();
    const title = within(dialog).getByRole('textbox', { name: 'Title' });
    await userEvent.type(title, 'Add an alert');
    const submit = within(dialog).getByRole('button', {
      name: 'Add action item',
    });
    await userEvent.click(submit);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Linear did not respond. What you typed is still here.',
    );
    expect(title).toHaveValue('Add an alert');
    await userEvent.click(submit);
    await waitFor(() => expect(keys).toHaveLength(2));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    await userEvent.type(title, ' now');
    await userEvent.click(submit);
    await waitFor(() => expect(keys).toHaveLength(3));
    expect(keys[2]).not.toBe(keys[0]);
  });

  it.each([
    [
      { key: 'PAY', name: 'Payments', visibility: 'public' },
      /Everyone in the Linear workspace can open team Payments/,
    ],
    [
      { key: 'SEC', name: 'Security', visibility: 'private' },
      /Only team Security can see this in Linear/,
    ],
    [undefined, /Backstage does not know who that is/],
  ])('says who will read what is private: %#', async (team, text) => {
    renderCard({
      [`get ${BASE}`]: incident({ visibility: 'private' }),
      [`get ${BASE}/action-items`]: actionItems({
        parentIssue: { status: 'linked', identifier: 'PAY-214', team },
      }),
    });
    const dialog = await openDialog();
    const notice = await within(dialog).findByText(text);
    const title = within(dialog).getByRole('textbox', { name: 'Title' });
    expect(
      notice.compareDocumentPosition(title) & Node.DOCUMENT_POSITION_FOLLOWING,
    ).toBeTruthy();
  });

  it('shows no such notice for a public incident', async () => {
    renderCard();
    const dialog = await openDialog();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: 'Title' }),
      'Add an alert',
    );
    await waitFor(() =>
      expect(
        within(dialog).getByRole('button', { name: 'Add action item' }),
      ).toBeEnabled(),
    );
    expect(within(dialog).queryByText(/Linear workspace/)).toBeNull();
  });

  it('is not offered before it is known who can read it', async () => {
    renderCard({ [`get ${BASE}`]: () => new Promise<Response>(() => {}) });
    expect(await screen.findByText('PAY-219')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Add action item' }),
    ).not.toBeInTheDocument();
  });

  it('is not offered without permission, and neither are Sync and another parent issue', async () => {
    // Decisions are cached per incident for the life of the page.
    const refused: string[] = [
      actionItemCreatePermission.name,
      parentIssueManagePermission.name,
      syncTriggerPermission.name,
    ];
    const asked = new Set<string>();
    renderWithIncidents(<ActionItemsCard incidentRef="INC-77" />, {
      handlers: handlers({
        'get /incidents/INC-77': incident({ ref: 'INC-77' }),
        'get /incidents/INC-77/action-items': actionItems(),
      }),
      permissions: {
        authorize: ({ permission }) => {
          asked.add(permission.name);
          return refused.includes(permission.name)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW;
        },
      },
    });
    expect(
      await screen.findByRole('button', {
        name: 'More actions for the parent issue',
      }),
    ).toBeInTheDocument();
    expect(await screen.findByText('PAY-219')).toBeInTheDocument();
    await waitFor(() =>
      expect([...asked]).toEqual(expect.arrayContaining(refused)),
    );
    expect(
      screen.queryByRole('button', { name: 'Add action item' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Sync' }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'More actions for the parent issue' }),
    );
    expect(
      await screen.findByRole('menuitem', { name: 'Open in Linear' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('menuitem', { name: /link/i })).toBeNull();
  });
});

describe('ActionItemsCard of a private incident', () => {
  it('offers every action, because the framework always denies private incidents', async () => {
    renderCard(
      { [`get ${BASE}`]: incident({ visibility: 'private' }) },
      { permissions: { authorize: AuthorizeResult.DENY } },
    );
    for (const name of ['Sync', 'Add action item', 'Change PAY-219']) {
      expect(await screen.findByRole('button', { name })).toBeEnabled();
    }
    await openRowMenu('PAY-219');
    expect(
      await screen.findByRole('menuitem', { name: 'State' }),
    ).toBeInTheDocument();
  });

  it('says so when the backend denies an action', async () => {
    renderCard({
      [`get ${BASE}`]: incident({ visibility: 'private' }),
      [`post ${BASE}/sync`]: errorAnswer(403, 'NotAllowedError', 'Not allowed'),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Sync' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Not allowed');
  });
});

describe('ActionItemsCard, editing', () => {
  it('moves an item, and shows the new state before the response', async () => {
    let answerTransition: () => void = () => {};
    const bodies: unknown[] = [];
    renderCard({
      [`post ${BASE}/action-items/PAY-219/transition`]: async request => {
        bodies.push(await request.json());
        await new Promise<void>(resolve => {
          answerTransition = resolve;
        });
        return json({ outcome: 'moved', from: 'In Review', to: 'Done' });
      },
    });
    await openRowMenu('PAY-219');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'State' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitemradio', { name: 'Done' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Closed (6)' }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(bodies).toEqual([{ to: 'Done', expectedFrom: 'In Review' }]),
    );
    answerTransition();
  });

  it("offers the states of the item's own team, with the current one checked", async () => {
    renderCard();
    await openRowMenu('ENG-88');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'State' }),
    );
    const offered = await screen.findAllByRole('menuitemradio');
    expect(offered.map(state => state.textContent)).toEqual([
      'Triage',
      'Todo',
      'In Progress',
      'Shipped',
      'Canceled',
      'Duplicate',
    ]);
    expect(
      screen.getByRole('menuitemradio', { name: 'Todo', checked: true }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('menuitem', { name: 'Another state…' }),
    ).not.toBeInTheDocument();
  });

  it('reverts a change when somebody edited first, shows their change, and overwrites it on request', async () => {
    const theirs = actionItem({
      identifier: 'PAY-1',
      title: 'One',
      assignee: people.sam,
      updatedAt: '2030-01-02T03:04:05.000Z',
    });
    const mine = actionItem({ identifier: 'PAY-1', title: 'One' });
    const bodies: unknown[] = [];
    let synced = false;
    renderCard({
      [`get ${BASE}/action-items`]: () =>
        json(actionItems({ items: [synced ? theirs : mine] })),
      [`post ${BASE}/sync`]: () => {
        synced = true;
        return json({
          outcome: 'synced',
          stats: {
            added: 0,
            changed: 1,
            removed: 0,
            unchanged: 0,
            requests: 1,
          },
          sync: actionItems().sync,
        });
      },
      [`patch ${BASE}/action-items/PAY-1`]: async request => {
        bodies.push(await request.json());
        return bodies.length === 1
          ? errorAnswer(
              409,
              'ConflictError',
              'PAY-1 was changed in Linear meanwhile.',
            )()
          : json({ ...theirs, priority: 'urgent' });
      },
    });
    await openRowMenu('PAY-1');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Priority' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitemradio', { name: 'Urgent' }),
    );
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Someone else changed PAY-1 first');
    expect(alert).toHaveTextContent('Your change was not saved.');
    expect(
      within(openRows()[0]).getByRole('img', {
        name: 'Priority: No priority',
      }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(alert).toHaveTextContent('assignee Sam Weber, was Unassigned'),
    );
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Change anyway' }),
    );
    await waitFor(() =>
      expect(bodies[1]).toEqual({
        priority: 'urgent',
        expectedUpdatedAt: theirs.updatedAt,
      }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
  });

  it('keeps the input of a dialog when somebody edited first', async () => {
    const item = actionItem({ identifier: 'PAY-1', title: 'One' });
    const bodies: unknown[] = [];
    renderCard({
      [`get ${BASE}/action-items`]: actionItems({ items: [item] }),
      [`patch ${BASE}/action-items/PAY-1`]: async request => {
        bodies.push(await request.json());
        return errorAnswer(
          409,
          'ConflictError',
          'PAY-1 was changed in Linear meanwhile.',
        )();
      },
    });
    await openRowMenu('PAY-1');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Due date' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Another day…' }),
    );
    const field = await screen.findByLabelText('Due date');
    await userEvent.type(field, '2031-05-06');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(
      await within(screen.getByRole('dialog')).findByRole('alert'),
    ).toHaveTextContent('What you typed is still here.');
    expect(field).toHaveValue('2031-05-06');
    expect(screen.getByRole('button', { name: 'Change anyway' })).toBeEnabled();
  });

  it('ignores a poll during an edit', async () => {
    const listeners: Array<() => void> = [];
    let reads = 0;
    let readsOfIncident = 0;
    renderCard(
      {
        [`get ${BASE}`]: () => {
          readsOfIncident += 1;
          return json(incident());
        },
        [`get ${BASE}/action-items`]: () => {
          reads += 1;
          return json(actionItems());
        },
        [`post ${BASE}/action-items/PAY-219/transition`]: () =>
          new Promise<Response>(() => {}),
      },
      {
        signals: {
          subscribe: (_channel, onMessage) => {
            listeners.push(() =>
              onMessage({ type: 'changed', incidentRef: 'INC-42' } as never),
            );
            return { unsubscribe() {} };
          },
        },
      },
    );
    await openRowMenu('PAY-219');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'State' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitemradio', { name: 'Done' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Closed (6)' }),
    ).toBeInTheDocument();
    act(() => listeners.forEach(notify => notify()));
    await waitFor(() => expect(readsOfIncident).toBe(2));
    expect(reads).toBe(1);
    expect(screen.getByText('Closed (6)')).toBeInTheDocument();
  });

  it('assigns to the user, or unassigns, in two clicks', async () => {
    const item = actionItem({ identifier: 'PAY-1', title: 'One' });
    const bodies: unknown[] = [];
    renderCard({
      [`get ${BASE}/action-items`]: actionItems({ items: [item] }),
      [`patch ${BASE}/action-items/PAY-1`]: async request => {
        bodies.push(await request.json());
        return json({ ...item, assignee: people.ada });
      },
    });
    await openRowMenu('PAY-1');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Assignee' }),
    );
    expect(
      await screen.findByRole('menuitemradio', {
        name: 'Unassigned',
        checked: true,
      }),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('menuitemradio', { name: /\(you\)$/ }),
    );
    await waitFor(() =>
      expect(bodies).toEqual([
        {
          assignee: 'user:default/ada.olsen',
          expectedUpdatedAt: item.updatedAt,
        },
      ]),
    );
  });

  it('changes the priority based on the version shown', async () => {
    const item = actionItem({ identifier: 'PAY-1', title: 'One' });
    const bodies: unknown[] = [];
    renderCard({
      [`get ${BASE}/action-items`]: actionItems({ items: [item] }),
      [`patch ${BASE}/action-items/PAY-1`]: async request => {
        bodies.push(await request.json());
        return json({ ...item, priority: 'high' });
      },
    });
    await openRowMenu('PAY-1');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Priority' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitemradio', { name: 'High' }),
    );
    await waitFor(() =>
      expect(bodies).toEqual([
        { priority: 'high', expectedUpdatedAt: item.updatedAt },
      ]),
    );
  });

  it('sets a due date in a dialog', async () => {
    const bodies: unknown[] = [];
    renderCard({
      [`patch ${BASE}/action-items/PAY-219`]: async request => {
        bodies.push(await request.json());
        return json(actionItem({ identifier: 'PAY-219', title: 'Moved' }));
      },
    });
    await openRowMenu('PAY-219');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Due date' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Another day…' }),
    );
    const field = await screen.findByLabelText('Due date');
    await userEvent.clear(field);
    await userEvent.type(field, '2031-05-06');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(bodies).toEqual([
        expect.objectContaining({ dueDate: '2031-05-06' }),
      ]),
    );
  });

  it('names the allowed states when a typed one does not exist', async () => {
    renderCard({
      [`get ${BASE}/action-items`]: actionItems({ teams: [] }),
      [`post ${BASE}/action-items/PAY-219/transition`]: errorAnswer(
        400,
        'InputError',
        'Team Payments has no state "Finished"; it has Todo, In Progress, Done.',
      ),
    });
    await openRowMenu('PAY-219');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'State' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Another state…' }),
    );
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'State' }),
      'Finished',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(
      await screen.findByText(/it has Todo, In Progress, Done/),
    ).toBeInTheDocument();
  });
});

describe('ActionItemsCard, the parent issue', () => {
  it('links another issue instead of the current one', async () => {
    const bodies: unknown[] = [];
    renderCard({
      [`put ${BASE}/parent-issue`]: async request => {
        bodies.push(await request.json());
        return json({
          status: 'linked',
          identifier: 'ENG-12',
          state: states.todo,
        });
      },
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'More actions for the parent issue',
      }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', {
        name: 'Link another parent issue…',
      }),
    );
    expect(await screen.findByText(/It replaces PAY-214/)).toBeInTheDocument();
    expect(
      screen.getByText(/description of the issue are never changed/),
    ).toBeInTheDocument();
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Linear issue' }),
      'ENG-12',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Link issue' }));
    await waitFor(() =>
      expect(bodies).toEqual([{ issue: 'ENG-12', replace: true }]),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('moves the parent issue to another state, and to the team that routing names now', async () => {
    const sent: unknown[] = [];
    const { parentIssue } = actionItems();
    renderCard({
      [`get ${BASE}/action-items`]: actionItems({
        parentIssue: {
          ...parentIssue,
          notes: [
            reason('routeNamesOtherTeam', {
              rule: 'search',
              team: 'ENG',
              identifier: 'PAY-214',
              currentTeam: 'PAY',
            }),
          ],
        },
      }),
      [`post ${BASE}/parent-issue/transition`]: async request => {
        sent.push(await request.json());
        return json({ outcome: 'moved', from: 'In Progress', to: 'Done' });
      },
      [`post ${BASE}/parent-issue/move`]: async request => {
        sent.push(await request.json());
        return json({ status: 'linked', identifier: 'ENG-99' });
      },
    });
    const choose = async (...names: string[]) => {
      await userEvent.click(
        await screen.findByRole('button', {
          name: 'More actions for the parent issue',
        }),
      );
      for (const name of names) {
        await userEvent.click(await screen.findByRole('menuitem', { name }));
      }
    };
    await choose('Move to ENG');
    await waitFor(() => expect(sent).toEqual([{ team: 'ENG' }]));
    await choose('State of the parent issue');
    await userEvent.click(
      await screen.findByRole('menuitemradio', { name: 'Done' }),
    );
    await waitFor(() =>
      expect(sent).toEqual([{ team: 'ENG' }, { to: 'Done' }]),
    );
  });

  it('attaches an existing issue as an action item', async () => {
    const bodies: unknown[] = [];
    renderCard({
      [`post ${BASE}/action-items/attach`]: async request => {
        bodies.push(await request.json());
        return json(actionItem({ identifier: 'ENG-7', title: 'Known bug' }));
      },
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'More actions for the parent issue',
      }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', {
        name: 'Attach an existing issue…',
      }),
    );
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'Linear issue' }),
      'ENG-7',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Attach issue' }));
    expect(await screen.findByText('Attached ENG-7')).toBeInTheDocument();
    expect(bodies).toEqual([{ issue: 'ENG-7' }]);
  });

  async function openUnlink() {
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'More actions for the parent issue',
      }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Unlink PAY-214…' }),
    );
    return screen.findByRole('dialog', { name: 'Unlink PAY-214?' });
  }

  it('unlinks after saying what stays and what is removed, and offers the next step', async () => {
    let unlinked = false;
    const gone = actionItems({
      items: [],
      parentIssue: {
        status: 'missing',
        reason: reason('parentIssueUnlinked'),
      },
    });
    renderCard({
      [`get ${BASE}/action-items`]: () => json(unlinked ? gone : actionItems()),
      [`delete ${BASE}/parent-issue`]: () => {
        unlinked = true;
        return json(gone.parentIssue);
      },
    });
    const dialog = await openUnlink();
    expect(dialog).toHaveTextContent('Nothing is deleted in Linear');
    expect(dialog).toHaveTextContent('no longer shown or counted here');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Unlink' }),
    );
    expect(await screen.findByText(/^Unlinked PAY-214\./)).toBeInTheDocument();
    expect(screen.queryByText('PAY-219')).not.toBeInTheDocument();
    expect(screen.getByText('No parent issue is linked')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Create new parent issue' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Link another' }));
    expect(
      await screen.findByRole('textbox', { name: 'Linear issue' }),
    ).toBeInTheDocument();
  });

  it('links the unlinked issue again on Undo', async () => {
    const bodies: unknown[] = [];
    renderCard({
      [`delete ${BASE}/parent-issue`]: {
        status: 'missing',
        reason: reason('parentIssueUnlinked'),
      },
      [`put ${BASE}/parent-issue`]: async request => {
        bodies.push(await request.json());
        return json(actionItems().parentIssue);
      },
    });
    const dialog = await openUnlink();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Unlink' }),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(bodies).toEqual([{ issue: 'PAY-214' }]));
  });

  it('says why it could not be unlinked, and that it is still linked', async () => {
    renderCard({
      [`delete ${BASE}/parent-issue`]: errorAnswer(
        503,
        'ServiceUnavailableError',
        'Linear did not respond.',
      ),
    });
    const dialog = await openUnlink();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Unlink' }),
    );
    const alert = await within(dialog).findByRole('alert');
    expect(alert).toHaveTextContent('Not done');
    expect(alert).toHaveTextContent('Linear did not respond.');
    expect(alert).not.toHaveTextContent('typed');
    expect(screen.getByText('PAY-219')).toBeInTheDocument();
  });
});
