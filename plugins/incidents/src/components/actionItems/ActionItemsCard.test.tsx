import { reason } from '@backstage-incidents/incidents-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  actionItem,
  actionItems,
  incident,
  fromNow,
  relatedIncidents,
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

const ROUTE = 'get /incidents/INC-42/action-items';
const SYNC = 'post /incidents/INC-42/sync';

function renderCard(answer: Answer, more: Record<string, Answer> = {}) {
  return renderWithIncidents(<ActionItemsCard incidentRef="INC-42" />, {
    handlers: handlers({
      [ROUTE]: answer,
      'get /incidents/INC-42': incident(),
      ...more,
    }),
  });
}

describe('ActionItemsCard', () => {
  it('shows that it is loading until the first response', async () => {
    renderCard(() => new Promise<Response>(() => {}));
    const card = await screen.findByRole('region', { name: 'Action items' });
    expect(within(card).getByText('Loading')).toBeInTheDocument();
  });

  it('shows how many items are done, in progress and overdue', async () => {
    renderCard(actionItems());
    const bar = await screen.findByRole('progressbar', {
      name: 'Action items progress',
    });
    expect(bar).toHaveAttribute('aria-valuetext', '4 of 8 done');
    expect(bar).toHaveAttribute('aria-valuenow', '5');
    expect(screen.getByText('3 open')).toBeInTheDocument();
    expect(screen.getByText('2 in progress')).toBeInTheDocument();
    expect(screen.getByText('1 overdue')).toBeInTheDocument();
  });

  it('lists open items, overdue first, then by due date, each with its fields', async () => {
    renderCard(actionItems());
    const list = await screen.findByRole('list', { name: 'Open action items' });
    const rows = within(list).getAllByRole('listitem');
    expect(rows).toHaveLength(3);

    const [late, next, undated] = rows;
    expect(late).toHaveTextContent('PAY-219');
    expect(late).toHaveTextContent('4 days overdue');
    expect(within(late).getByText('In Review')).toBeInTheDocument();
    expect(
      within(late).getByRole('img', { name: 'Priority: Urgent' }),
    ).toBeInTheDocument();
    const title = within(late).getByRole('link', {
      name: 'Add a circuit breaker to the ledger client',
    });
    expect(title).toHaveAttribute(
      'href',
      'https://linear.app/acme/issue/PAY-219',
    );
    expect(title).toHaveAttribute('target', '_blank');
    expect(title.getAttribute('rel')).toContain('noopener');
    expect(
      within(late).getByRole('button', {
        name: 'Assignee of PAY-219: Ada Olsen',
      }),
    ).toBeInTheDocument();

    expect(next).toHaveTextContent('in 4 days');
    expect(undated).toHaveTextContent('Related');
    expect(undated).toHaveTextContent('Unassigned');
    expect(undated).toHaveTextContent('No due date');
  });

  it('keeps closed items folded until expanded', async () => {
    renderCard(actionItems());
    const fold = await screen.findByRole('button', { name: 'Closed (5)' });
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    expect(screen.queryByText('PAY-216')).not.toBeInTheDocument();
    await userEvent.click(fold);
    expect(fold).toHaveAttribute('aria-expanded', 'true');
    const list = screen.getByRole('list', { name: 'Closed action items' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(5);
    expect(list).toHaveTextContent('Archived');
    expect(list).toHaveTextContent('Blocks the parent');
  });

  it('does not link a URL that could run a script', async () => {
    renderCard(
      actionItems({
        items: [
          actionItem({
            identifier: 'PAY-1',
            title: 'Look here',
            url: ['javascript', 'alert(1)'].join(':'),
          }),
        ],
      }),
    );
    expect(await screen.findByText('Look here')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Look here' })).toBeNull();
  });

  it('shows the parent issue with its state and link', async () => {
    renderCard(actionItems());
    const link = await screen.findByRole('link', { name: 'PAY-214' });
    expect(link).toHaveAttribute(
      'href',
      'https://linear.app/acme/issue/PAY-214',
    );
    expect(link).toHaveAttribute('target', '_blank');
  });

  it.each([
    [
      () => ({
        stale: false,
        refreshing: false,
        lastSuccessAt: fromNow(-20_500),
      }),
      /^Synced [2-5]\d s ago$/,
    ],
    [
      () => ({
        stale: true,
        refreshing: true,
        lastSuccessAt: fromNow(-14.2 * 60_000),
      }),
      'Synced 14 min ago, refreshing',
    ],
    [() => ({ stale: true, refreshing: true }), 'Refreshing'],
    [() => ({ stale: true, refreshing: false }), 'Not synced yet'],
    [
      () => ({
        stale: true,
        refreshing: true,
        error: {
          code: 'linearUnavailable',
          message: "Linear isn't responding",
        },
        lastSuccessAt: fromNow(-3600_000),
        nextRefreshAllowedAt: fromNow(30_900),
      }),
      /^Last synced [^,]+$/,
    ],
  ])('says how fresh it is: %#', async (sync, text) => {
    // Only now, since the clock runs on while other tests do.
    renderCard(actionItems({ sync: sync() }));
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it.each([
    [
      { code: 'linearUnavailable', message: "Linear isn't responding" },
      /^You see the data from .+ Changes to the incident are saved here/,
    ],
    [
      {
        code: 'linearUnauthorized',
        message: "Linear rejected Backstage's credentials",
      },
      /^You see the data from .+ Ask your platform team to renew the credentials\./,
    ],
  ])('keeps the list and gives the reason: %j', async (error, text) => {
    renderCard(
      actionItems({
        sync: {
          stale: true,
          refreshing: false,
          error,
          lastSuccessAt: fromNow(-3600_000),
        },
      }),
    );
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.getByText('PAY-219')).toBeInTheDocument();
  });

  it('says when Linear rejected the credentials, instead of promising a retry', async () => {
    renderCard(
      actionItems({
        sync: {
          stale: true,
          refreshing: false,
          error: {
            code: 'linearUnauthorized',
            message: "Linear rejected Backstage's credentials",
          },
          nextRefreshAllowedAt: fromNow(30_000),
        },
      }),
    );
    expect(
      await screen.findByText("Linear rejected Backstage's credentials"),
    ).toBeInTheDocument();
    expect(screen.queryByText(/Next try/)).not.toBeInTheDocument();
  });

  it('says what to do when there are no items yet', async () => {
    renderCard(actionItems({ items: [] }));
    expect(await screen.findByText('No action items yet')).toBeInTheDocument();
    expect(
      screen.getByText(/sub-issue or a related issue to PAY-214/),
    ).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add the first action item' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Add an action item' }),
    ).toBeInTheDocument();
  });

  it('says that a pending parent issue is created automatically', async () => {
    renderCard(
      actionItems({
        items: [],
        parentIssue: {
          status: 'pending',
          reason: reason('linearUnavailable'),
        },
        sync: { stale: true, refreshing: false },
      }),
    );
    expect(
      await screen.findByText(/parent issue is created automatically/),
    ).toBeInTheDocument();
    expect(screen.getByText("Linear isn't responding")).toBeInTheDocument();
    expect(screen.getByText('Parent issue pending')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Sync' })).toBeDisabled();
  });

  it('says when Linear is not configured, and who can change that', async () => {
    renderCard(
      actionItems({
        items: [],
        parentIssue: { status: 'notConfigured' },
        sync: { stale: false, refreshing: false },
      }),
    );
    expect(
      await screen.findByText(/incidents\.linear in the app config/),
    ).toBeInTheDocument();
  });

  it('keeps the items of a missing parent issue and offers to create a new one', async () => {
    const bodies: unknown[] = [];
    renderCard(
      actionItems({
        parentIssue: { status: 'missing', identifier: 'PAY-214' },
      }),
      {
        'put /incidents/INC-42/parent-issue': async request => {
          bodies.push(await request.json());
          return json({ status: 'pending' });
        },
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create new parent issue' }),
    );
    await waitFor(() => expect(bodies).toEqual([{}]));
    expect(screen.getByText('PAY-219')).toBeInTheDocument();
  });

  it('gives the reason of a failed parent issue, and of a retry that fails', async () => {
    renderCard(
      actionItems({
        items: [],
        parentIssue: {
          status: 'failed',
          reason: reason('noUsableRoute', { team: 'PAY' }),
        },
      }),
      {
        'put /incidents/INC-42/parent-issue': errorAnswer(
          503,
          'ServiceUnavailableError',
          'Linear cannot be reached.',
        ),
      },
    );
    expect(
      await screen.findByText(/Linear team PAY not found/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('Linear cannot be reached.'),
    ).toBeInTheDocument();
  });

  it('says that all action items are closed, and shows the state of the parent issue', async () => {
    renderCard(
      actionItems({
        items: [
          actionItem({ identifier: 'PAY-1', title: 'One', status: 'done' }),
        ],
        parentIssue: {
          status: 'linked',
          identifier: 'PAY-214',
          url: 'https://linear.app/acme/issue/PAY-214',
          state: states.done,
          reason: reason('allItemsClosed'),
        },
      }),
    );
    expect(
      await screen.findByText('All action items are closed'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/The parent issue PAY-214 is Done/),
    ).toBeInTheDocument();
    expect(screen.getByText(/Completed automatically/)).toBeInTheDocument();
  });

  it('says which team routing points to now, even without other notices', async () => {
    renderCard(
      actionItems({
        parentIssue: {
          status: 'linked',
          identifier: 'INC-19',
          notes: [
            {
              code: 'routeNamesOtherTeam',
              message: 'not this',
              params: {
                rule: 'payments',
                team: 'PAY',
                identifier: 'INC-19',
                currentTeam: 'INC',
              },
            },
          ],
        },
      }),
    );
    expect(
      await screen.findByText(
        'Routing rule "payments" now points to team PAY. INC-19 stays in INC unless you move it in Linear.',
      ),
    ).toBeInTheDocument();
  });

  it('offers to close an incident whose action items are all closed', async () => {
    const bodies: unknown[] = [];
    renderCard(
      actionItems({
        items: [
          actionItem({ identifier: 'PAY-1', title: 'One', status: 'done' }),
        ],
      }),
      {
        'patch /incidents/INC-42': async request => {
          bodies.push(await request.json());
          return json(incident({ status: 'done' }));
        },
      },
    );
    expect(
      await screen.findByText('Ready to close the incident?'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Mark done' }));
    await waitFor(() =>
      expect(bodies).toEqual([{ expectedVersion: 3, status: 'done' }]),
    );
  });

  it('syncs, says what changed, and shows it without a reload or lost focus', async () => {
    let synced = false;
    renderCard(
      () =>
        json(
          actionItems(
            synced
              ? {
                  items: [
                    actionItem({ identifier: 'PAY-300', title: 'New one' }),
                  ],
                }
              : {},
          ),
        ),
      {
        [SYNC]: () => {
          synced = true;
          return json({
            outcome: 'synced',
            stats: {
              added: 1,
              changed: 0,
              removed: 8,
              unchanged: 0,
              requests: 1,
            },
            sync: actionItems().sync,
          });
        },
      },
    );
    const button = await screen.findByRole('button', { name: 'Sync' });
    await userEvent.click(button);
    expect(
      await screen.findByText('1 new action item, 8 action items removed'),
    ).toBeInTheDocument();
    expect(await screen.findByText('PAY-300')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Sync' })).toBe(button);
    expect(button).toHaveFocus();
  });

  it('counts a sync that somebody else ran at the same time', async () => {
    renderCard(actionItems(), {
      [SYNC]: {
        outcome: 'alreadyRunning',
        stats: { added: 0, changed: 0, removed: 0, unchanged: 0, requests: 0 },
        sync: { ...actionItems().sync, refreshing: true },
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Sync' }));
    expect(await screen.findByText('Already up to date')).toBeInTheDocument();
  });

  it('never reports a failed sync as a success', async () => {
    renderCard(actionItems(), {
      [SYNC]: errorAnswer(
        503,
        'ServiceUnavailableError',
        'Linear did not respond.',
        { retryAfterSeconds: 30 },
      ),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Sync' }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent("Couldn't sync with Linear");
    expect(alert).toHaveTextContent('Linear did not respond.');
    expect(alert).toHaveTextContent('Try again in 30 s.');
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Dismiss' }),
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says when somebody who synced too often may sync again', async () => {
    renderCard(actionItems(), {
      [SYNC]: errorAnswer(429, 'TooManyRequestsError', 'More than 20', {
        code: 'tooManyRequests',
        params: { perMinute: 20, retryAfterSeconds: 30 },
        retryAfterSeconds: 30,
      }),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Sync' }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent("Couldn't sync with Linear");
    expect(alert).toHaveTextContent(
      'Only 20 of these requests are allowed in a minute. Try again in 30 s.',
    );
  });

  it('has one message about an outage, with a countdown, though a sync fails meanwhile too', async () => {
    const error = {
      code: 'linearUnavailable',
      message: "Linear isn't responding",
    };
    let { sync } = actionItems();
    renderCard(() => json(actionItems({ sync })), {
      [SYNC]: () => {
        sync = { ...sync, error, nextRefreshAllowedAt: fromNow(150_000) };
        return errorAnswer(503, 'ServiceUnavailableError', 'Away', {
          ...error,
          retryAfterSeconds: 120,
        })();
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Sync' }));
    expect(await screen.findByText(/^You see the data from/)).toHaveTextContent(
      'Next try in 2 min.',
    );
    expect(screen.getAllByText(/isn't responding/)).toHaveLength(1);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('does not show a failed sync any more when Linear was read since', async () => {
    const listeners: Array<() => void> = [];
    let { sync } = actionItems();
    renderWithIncidents(<ActionItemsCard incidentRef="INC-42" />, {
      handlers: handlers({
        [ROUTE]: () => json(actionItems({ sync })),
        'get /incidents/INC-42': incident(),
        [SYNC]: errorAnswer(503, 'ServiceUnavailableError', 'Away'),
      }),
      signals: {
        subscribe: (channel, onMessage) => {
          if (channel === 'incidents') {
            listeners.push(() =>
              onMessage({ type: 'x', incidentRef: 'INC-42' } as never),
            );
          }
          return { unsubscribe() {} };
        },
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Sync' }));
    await screen.findByRole('alert');
    sync = { ...sync, lastSuccessAt: fromNow(0) };
    act(() => listeners.forEach(listener => listener()));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull(), {
      timeout: 20_000,
    });
  });

  it('explains missing access to a private or unknown incident without its content', async () => {
    renderCard(errorAnswer(404, 'NotFoundError', 'No incident INC-42'));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent("You don't have access to this incident");
    expect(
      screen.queryByRole('button', { name: 'Sync' }),
    ).not.toBeInTheDocument();
  });

  it('says when permissions forbid it', async () => {
    renderCard(errorAnswer(403, 'NotAllowedError', 'Unauthorized'));
    expect(
      await screen.findByText("You don't have access to this"),
    ).toBeInTheDocument();
  });

  it('offers a retry when the backend fails, and recovers', async () => {
    let broken = true;
    renderCard(() =>
      broken
        ? errorAnswer(500, 'Error', 'The database is away')()
        : json(actionItems()),
    );
    expect(
      await screen.findByText('The database is away.'),
    ).toBeInTheDocument();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('PAY-219')).toBeInTheDocument();
  });

  it('refetches when a signal names this incident, and only then', async () => {
    const listeners: Array<
      (message: { type: string; incidentRef: string }) => void
    > = [];
    let reads = 0;
    renderWithIncidents(<ActionItemsCard incidentRef="INC-42" />, {
      handlers: handlers({
        [ROUTE]: () => {
          reads += 1;
          return json(
            actionItems(
              reads === 1
                ? {}
                : {
                    items: [
                      actionItem({
                        identifier: 'PAY-301',
                        title: 'Typed in Linear',
                      }),
                    ],
                  },
            ),
          );
        },
      }),
      signals: {
        subscribe: (channel, onMessage) => {
          if (channel === 'incidents') {
            listeners.push(message => onMessage(message as never));
          }
          return { unsubscribe() {} };
        },
      },
    });
    expect(await screen.findByText('PAY-219')).toBeInTheDocument();
    act(() =>
      listeners.forEach(notify =>
        notify({ type: 'changed', incidentRef: 'INC-7' }),
      ),
    );
    expect(reads).toBe(1);
    act(() =>
      listeners.forEach(notify =>
        notify({ type: 'changed', incidentRef: 'INC-42' }),
      ),
    );
    expect(await screen.findByText('PAY-301')).toBeInTheDocument();
  });

  it('stays quick with 500 items by showing 50 at a time', async () => {
    renderCard(
      actionItems({
        items: Array.from({ length: 500 }, (_, index) =>
          actionItem({
            identifier: `PAY-${index + 1}`,
            title: `Item ${index + 1}`,
          }),
        ),
      }),
    );
    const list = await screen.findByRole('list', { name: 'Open action items' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(50);
    await userEvent.click(screen.getByRole('button', { name: 'Show 50 more' }));
    expect(within(list).getAllByRole('listitem')).toHaveLength(100);
    expect(screen.getByText('Showing 100 of 500')).toBeInTheDocument();
  });

  it('finds items by their text', async () => {
    renderCard(actionItems());
    await userEvent.type(
      await screen.findByRole('searchbox', { name: 'Find an action item' }),
      'queue age',
    );
    await waitFor(() =>
      expect(screen.getAllByRole('listitem')).toHaveLength(1),
    );
    expect(screen.getByRole('listitem')).toHaveTextContent('PAY-221');
  });

  it('lists related incidents, each line a link', async () => {
    renderCard(actionItems({ relatedIncidents: relatedIncidents() }));
    const list = await screen.findByRole('list', { name: 'Related incidents' });
    const [first, second] = within(list).getAllByRole('link');
    expect(first).toHaveAttribute('href', '/catalog/default/incident/inc-17');
    for (const part of [
      'INC-17',
      'SEV2',
      'Ledger writes are delayed',
      'Postmortem',
      'Related',
    ]) {
      expect(first).toHaveTextContent(part);
    }
    expect(second).toHaveTextContent('Blocks this one');
    expect(
      within(second).getByRole('img', { name: 'Private' }),
    ).toBeInTheDocument();
  });

  it('hides related incidents when there are none', async () => {
    renderCard(actionItems());
    expect(await screen.findByText('PAY-219')).toBeInTheDocument();
    expect(screen.queryByText('Related incidents')).not.toBeInTheDocument();
  });

  describe('while the list changes during use', () => {
    const [eng, queue, breaker] = actionItems().items;

    function renderLive(answers: Answer[]) {
      const notify: Array<() => void> = [];
      let reads = 0;
      renderWithIncidents(<ActionItemsCard incidentRef="INC-42" />, {
        handlers: handlers({
          'get /incidents/INC-42': incident(),
          [ROUTE]: request => {
            const answer = answers[Math.min(reads, answers.length - 1)];
            reads += 1;
            return typeof answer === 'function'
              ? answer(request)
              : json(answer);
          },
        }),
        signals: {
          subscribe: (_channel, onMessage) => {
            notify.push(() =>
              onMessage({ type: 'changed', incidentRef: 'INC-42' } as never),
            );
            return { unsubscribe() {} };
          },
        },
      });
      return () => act(() => notify.forEach(callback => callback()));
    }

    function firstRow() {
      return within(
        screen.getByRole('list', { name: 'Open action items' }),
      ).getAllByRole('listitem')[0];
    }

    it("keeps the focus on a row's button when rows change places", async () => {
      const signal = renderLive([
        actionItems({ items: [eng, queue, breaker] }),
        actionItems({
          items: [{ ...eng, overdue: true, dueAt: fromNow(-9e8) }, queue],
        }),
      ]);
      const button = await screen.findByRole('button', {
        name: 'Change ENG-88',
      });
      button.focus();
      expect(firstRow()).toHaveTextContent('PAY-219');
      signal();
      await waitFor(() => expect(firstRow()).toHaveTextContent('ENG-88'));
      expect(screen.getByRole('button', { name: 'Change ENG-88' })).toBe(
        button,
      );
      expect(button).toHaveFocus();
    });

    it('moves the focus to the next row when its own is removed', async () => {
      const signal = renderLive([
        actionItems({ items: [eng, queue, breaker] }),
        actionItems({ items: [eng, queue] }),
      ]);
      const button = await screen.findByRole('button', {
        name: 'Change PAY-219',
      });
      button.focus();
      signal();
      await waitFor(() =>
        expect(
          screen.getByRole('button', { name: 'Change PAY-221' }),
        ).toHaveFocus(),
      );
    });

    it('leaves an open menu open', async () => {
      const signal = renderLive([
        actionItems({ items: [eng, queue, breaker] }),
        actionItems({
          items: [eng, queue, breaker],
          sync: { ...actionItems().sync, refreshing: true },
        }),
      ]);
      await userEvent.click(
        await screen.findByRole('button', { name: 'Change ENG-88' }),
      );
      expect(
        await screen.findByRole('menuitem', { name: 'State' }),
      ).toBeInTheDocument();
      signal();
      expect(await screen.findByText(/refreshing$/)).toBeInTheDocument();
      expect(
        screen.getByRole('menuitem', { name: 'State' }),
      ).toBeInTheDocument();
    });
  });
});
