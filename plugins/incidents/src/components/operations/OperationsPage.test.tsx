import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  Answer,
  errorAnswer,
  handlers,
  json,
} from '../../__testUtils__/handlers';
import { linearStatus, troubledStatus } from '../../__testUtils__/linearStatus';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { OperationsPage } from './OperationsPage';

function renderPage(status: Answer, more: Record<string, Answer> = {}) {
  return renderWithIncidents(<OperationsPage incidentsPath="/incidents" />, {
    handlers: handlers({
      'get /linear/status': status,
      'post /routing/preview': {
        team: 'INC',
        labels: [],
        rule: 'default',
        reason: 'no rule matches',
        passedOver: [{ rule: 'payments', because: 'it wants sev1 or sev2' }],
      },
      ...more,
    }),
  });
}

async function panel(name: string) {
  return within(await screen.findByRole('region', { name }));
}

describe('OperationsPage', () => {
  it('shows the connection, its budget and the teams in use', async () => {
    renderPage(linearStatus());
    const connection = await panel('Connection');
    expect(connection.getByText('Connected')).toBeInTheDocument();
    expect(connection.getByText(/for 5 h\./)).toBeInTheDocument();
    expect(connection.getByText('Backstage (app)')).toBeInTheDocument();
    expect(connection.getByText('read, write')).toBeInTheDocument();
    expect(
      connection.getByRole('meter', { name: 'Points left' }),
    ).toHaveAttribute('aria-valuenow', '31200');
    expect(
      connection.getByRole('meter', { name: 'Requests left' }),
    ).toHaveAttribute('aria-valuetext', '4,310 of 5,000');
    expect(
      connection.getByRole('row', { name: 'PAY Payments Public payments' }),
    ).toBeInTheDocument();
  });

  it('folds teams that no rule leads to', async () => {
    const { teams, ...rest } = linearStatus();
    renderPage({
      ...rest,
      teams: [
        ...teams,
        { key: 'OPS', name: 'Ops', visibility: 'public', routes: [] },
      ],
    });
    const connection = await panel('Connection');
    expect(
      connection.getByText('1 more team that no rule leads to'),
    ).toBeInTheDocument();
  });

  it('explains why an API key has no scopes', async () => {
    renderPage(linearStatus({ scopes: [] }));
    const connection = await panel('Connection');
    expect(
      connection.getByText(
        'not told for an API key: it may do what Backstage may do',
      ),
    ).toBeInTheDocument();
  });

  it.each([
    ['unknown', 'Not tried yet', /still awaited/],
    ['unavailable', 'Linear does not answer', /Nothing is lost/],
    ['rateLimited', 'The rate budget is spent', /until the budget is renewed/],
    ['unauthorized', 'Linear refused our credentials', /Renew the API key/],
  ] as const)(
    'says in words that the connection is %s, and what to do',
    async (state, title, advice) => {
      const { connection, ...rest } = linearStatus();
      renderPage({
        ...rest,
        connection: { ...connection, state, error: 'Token revoked' },
      });
      const shown = await panel('Connection');
      expect(shown.getByText(title)).toBeInTheDocument();
      expect(shown.getByText(advice)).toHaveTextContent('Token revoked.');
    },
  );

  it('says how to configure Linear, and runs nothing without it', async () => {
    renderPage({
      connection: { state: 'notConfigured' },
      scopes: [],
      teams: [],
      budget: { requests: {}, points: {} },
      delta: {},
      webhooks: { configured: false, silent: false },
      work: { due: 0, escalated: [] },
      configFaults: [],
    });
    const connection = await panel('Connection');
    expect(connection.getByText(/Configure incidents.linear/)).toBeVisible();
    expect(connection.queryByRole('meter')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Run now' }),
    ).not.toBeInTheDocument();
  });

  it('shows the flow: lag, work, the last sweep, webhooks', async () => {
    renderPage(linearStatus());
    const flow = await panel('Flow');
    expect(flow.getByText('24 s')).toBeInTheDocument();
    expect(flow.getByText('Work waiting').parentElement).toHaveTextContent('2');
    expect(flow.getByText('Work escalated').parentElement).toHaveTextContent(
      '0',
    );
    expect(
      flow.getByText(/read 312 incidents and 2840 action items/),
    ).toBeInTheDocument();
    expect(flow.getByText('completed 3 h ago')).toBeInTheDocument();
    expect(flow.getByText('last heard 3 min ago')).toBeInTheDocument();
  });

  it.each([
    [
      'silent',
      { configured: true, silent: true },
      /Linear disables a webhook that keeps failing/,
    ],
    [
      'not configured',
      { configured: false, silent: false },
      /incidents.linear.webhookSecrets/,
    ],
    ['new', { configured: true, silent: false }, /none heard yet/],
  ])('says what to do when webhooks are %s', async (_, webhooks, text) => {
    renderPage(linearStatus({ webhooks }));
    const flow = await panel('Flow');
    expect(flow.getByText(text)).toBeInTheDocument();
  });

  it('starts a sweep, and tells what became of it', async () => {
    const bodies: unknown[] = [];
    let status = linearStatus();
    renderPage(() => json(status), {
      'post /linear/sync': async request => {
        bodies.push(await request.json());
        const { sweep } = status;
        if (!sweep) throw new Error('The fixture has a sweep');
        status = {
          ...status,
          sweep: {
            ...sweep,
            id: 'sweep-8',
            counts: { ...sweep.counts, added: 4, requests: 22 },
          },
        };
        return json(
          { sweep: { id: 'sweep-8', state: 'requested', startedAt: '' } },
          202,
        );
      },
    });
    const flow = await panel('Flow');
    await userEvent.click(flow.getByRole('button', { name: 'Run now' }));
    expect(await flow.findByRole('status')).toHaveTextContent(
      'The sweep is done: 4 added, 12 changed, 1 removed, in 22 requests.',
    );
    expect(bodies).toEqual([{}]);
  });

  it('says why no sweep was started', async () => {
    renderPage(linearStatus(), {
      'post /linear/sync': errorAnswer(
        503,
        'ServiceUnavailableError',
        'Linear does not answer.',
      ),
    });
    const flow = await panel('Flow');
    await userEvent.click(flow.getByRole('button', { name: 'Run now' }));
    expect(await flow.findByRole('alert')).toHaveTextContent(
      'No sweep was startedLinear does not answer.',
    );
  });

  it('offers no second sweep while one runs', async () => {
    const { sweep, ...rest } = linearStatus();
    renderPage({ ...rest, sweep: sweep && { ...sweep, state: 'running' } });
    const flow = await panel('Flow');
    expect(flow.getByRole('button', { name: 'Run now' })).toBeDisabled();
  });

  it('says that nothing needs a person', async () => {
    renderPage(linearStatus());
    expect(
      await screen.findByText(/Whatever failed is being retried by itself/),
    ).toBeInTheDocument();
  });

  it('lists escalated work: incident, what, why, since when', async () => {
    renderPage(troubledStatus());
    const needs = await panel('Needs a person');
    const row = needs.getByRole('listitem');
    expect(within(row).getByRole('link', { name: 'INC-41' })).toHaveAttribute(
      'href',
      '/catalog/default/incident/inc-41',
    );
    expect(row).toHaveTextContent('Parent issue');
    expect(row).toHaveTextContent('no team with the key PAYX');
    expect(row).toHaveTextContent('waiting 1 h');
  });

  it.each([
    ['parentIssue', 'Parent issue'],
    ['formerParent', 'Former parent issue'],
    ['refresh', 'Refresh of action items'],
    ['dirtyIssues', 'Changed issues'],
    ['teams', 'Teams and their states'],
    ['newerThanThisPage', 'newerThanThisPage'],
  ])('names work of the kind %s', async (kind, text) => {
    const { work, ...rest } = troubledStatus();
    renderPage({
      ...rest,
      work: {
        ...work,
        escalated: work.escalated.map(one => ({ ...one, kind })),
      },
    });
    const needs = await panel('Needs a person');
    expect(needs.getByText(text, { exact: true })).toBeInTheDocument();
  });

  it.each([
    ['done', [], 0, 'INC-41 Parent issue: tried again, and done.'],
    ['under way', [], 1, /tried again. If it is refused once more/],
    [
      'refused again',
      [
        {
          id: 'work-1',
          kind: 'parentIssue',
          reason: {
            code: 'linearTeamNotFound',
            message: 'Still no team PAYX.',
          },
          since: '2026-01-01T00:00:00Z',
        },
      ],
      0,
      'INC-41 Parent issue: refused again. Still no team PAYX.',
    ],
  ])('retries, and tells that it is %s', async (_, escalated, due, text) => {
    const retried: string[] = [];
    let status = troubledStatus();
    renderPage(() => json(status), {
      'post /linear/work/:id/retry': request => {
        retried.push(new URL(request.url).pathname);
        status = { ...status, work: { due, escalated } };
        return new Response(null, { status: 204 });
      },
    });
    const needs = await panel('Needs a person');
    await userEvent.click(
      needs.getByRole('button', { name: 'Retry INC-41 Parent issue' }),
    );
    expect(await needs.findByRole('status')).toHaveTextContent(text);
    expect(retried).toEqual(['/api/incidents/linear/work/work-1/retry']);
  });

  it('says why work was not tried again', async () => {
    renderPage(troubledStatus(), {
      'post /linear/work/:id/retry': errorAnswer(
        404,
        'NotFoundError',
        'It may have been retried already',
      ),
    });
    const needs = await panel('Needs a person');
    await userEvent.click(
      needs.getByRole('button', { name: 'Retry INC-41 Parent issue' }),
    );
    expect(await needs.findByRole('alert')).toHaveTextContent(
      'It was not tried againIt may have been retried already',
    );
  });

  it('names each fault of the configuration by its key', async () => {
    renderPage(troubledStatus());
    const needs = await panel('Needs a person');
    expect(
      needs.getByText('incidents.linear.routing.rules[0].use.team'),
    ).toBeInTheDocument();
    expect(needs.getByText(/Linear team PAYX not found/)).toBeInTheDocument();
  });

  it('accepts what the breaker held back only when asked twice', async () => {
    const bodies: unknown[] = [];
    renderPage(troubledStatus(), {
      'post /linear/sync': async request => {
        bodies.push(await request.json());
        return json(
          { sweep: { id: 'sweep-7', state: 'running', startedAt: '' } },
          202,
        );
      },
    });
    const needs = await panel('Needs a person');
    expect(needs.getByText(/640 of 2840 action items/)).toBeInTheDocument();
    const accept = needs.getByRole('button', { name: 'Accept removals…' });
    await userEvent.click(accept);
    const dialog = within(
      await screen.findByRole('dialog', {
        name: 'Remove 640 of 2840 action items?',
      }),
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(bodies).toEqual([]);
    await userEvent.click(accept);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Accept removals' }),
    );
    await waitFor(() => expect(bodies).toEqual([{ acceptRemovals: true }]));
  });

  it('says in the dialog why removals were not accepted', async () => {
    renderPage(troubledStatus(), {
      'post /linear/sync': errorAnswer(
        409,
        'ConflictError',
        'No removals are held back',
      ),
    });
    const needs = await panel('Needs a person');
    await userEvent.click(
      needs.getByRole('button', { name: 'Accept removals…' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Accept removals' }),
    );
    expect(
      await within(screen.getByRole('dialog')).findByRole('alert'),
    ).toHaveTextContent('No removals are held back');
  });

  it('explains a route: the rule taken and why each other was passed over', async () => {
    renderPage(linearStatus());
    const why = await panel('Why did it go there?');
    expect(
      await why.findByRole('heading', { name: 'Team INC' }),
    ).toBeInTheDocument();
    const [passed, taken] = within(
      why.getByRole('list', {
        name: 'Rules, in the order in which they are tried',
      }),
    ).getAllByRole('listitem');
    expect(passed).toHaveTextContent(
      'payments passed overit wants sev1 or sev2',
    );
    expect(taken).toHaveTextContent('default takenno rule matches');
  });

  it('asks for the route anew when the incident changes', async () => {
    const drafts: unknown[] = [];
    renderPage(linearStatus(), {
      'post /routing/preview': async request => {
        const draft = await request.json();
        drafts.push(draft);
        return json({
          team: 'INC',
          labels: ['incident'],
          priority: 'urgent',
          rule: 'default',
          reason: 'no rule matches',
          passedOver: [],
        });
      },
    });
    const why = await panel('Why did it go there?');
    await userEvent.type(
      await why.findByRole('textbox', { name: 'Labels' }),
      'pci{Enter}',
    );
    await waitFor(() =>
      expect(drafts.at(-1)).toMatchObject({ labels: ['pci'] }),
    );
    expect(await why.findByText('Urgent')).toBeInTheDocument();
  });

  it('says why a route cannot be told', async () => {
    renderPage(linearStatus(), {
      'post /routing/preview': errorAnswer(
        409,
        'ConflictError',
        'Linear is not configured',
      ),
    });
    const why = await panel('Why did it go there?');
    expect(await why.findByRole('alert')).toHaveTextContent(
      'Linear is not configured',
    );
  });

  it('says that it is loading', async () => {
    renderPage(() => new Promise<Response>(() => {}));
    expect(
      await screen.findByRole('status', { name: 'Loading' }),
    ).toBeInTheDocument();
  });

  it('says what failed, and tries again', async () => {
    let broken = true;
    renderPage(() =>
      broken
        ? errorAnswer(500, 'Error', 'The database does not answer')()
        : json(linearStatus()),
    );
    expect(
      await screen.findByText('The database does not answer'),
    ).toBeInTheDocument();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('region', { name: 'Connection' }),
    ).toBeInTheDocument();
  });
});
