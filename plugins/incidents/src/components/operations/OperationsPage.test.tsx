import { reason } from '@backstage-incidents/incidents-common';
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
        reason: reason('noRuleMatched'),
        passedOver: [
          {
            rule: 'payments',
            because: reason('ruleNotMatched', {
              conditions: ['severity: sev1, sev2'],
            }),
          },
        ],
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

  it('folds teams without a routing rule', async () => {
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
      connection.getByText('1 more team without a routing rule'),
    ).toBeInTheDocument();
  });

  it('explains why an API key has no scopes', async () => {
    renderPage(linearStatus({ scopes: [] }));
    const connection = await panel('Connection');
    expect(
      connection.getByText('Not reported for API keys'),
    ).toBeInTheDocument();
  });

  it.each([
    ['unknown', 'Not checked yet', /Waiting for the first response/],
    ['unavailable', "Linear isn't responding", /when it responds again/],
    ['rateLimited', "Linear's rate limit is used up", /when the limit resets/],
    [
      'unauthorized',
      "Linear rejected Backstage's credentials",
      /Renew the API key/,
    ],
  ] as const)(
    'says that the connection is %s, and what to do',
    async (state, title, advice) => {
      const { connection, ...rest } = linearStatus();
      renderPage({
        ...rest,
        connection: {
          ...connection,
          state,
          reason: { code: 'ofALaterVersion', message: 'Token revoked' },
        },
      });
      const shown = await panel('Connection');
      expect(shown.getByText(title)).toBeInTheDocument();
      expect(shown.getByText(advice)).toHaveTextContent('Token revoked.');
    },
  );

  it('says how to configure Linear, and offers no action without it', async () => {
    renderPage({
      connection: { state: 'notConfigured' },
      scopes: [],
      teams: [],
      budget: { requests: {}, points: {} },
      delta: {},
      webhooks: { configured: false, silent: false },
      work: { due: 0, escalated: [], waiting: [] },
      attention: [],
      configFaults: [],
    });
    const connection = await panel('Connection');
    expect(connection.getByText(/Configure incidents.linear/)).toBeVisible();
    expect(connection.queryByRole('meter')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Re-sync everything' }),
    ).not.toBeInTheDocument();
  });

  it('shows the sync health: delay, waiting work, the last full re-sync, webhooks', async () => {
    renderPage(linearStatus());
    const health = await panel('Sync health');
    expect(health.getByText('24 s')).toBeInTheDocument();
    expect(health.getByText('Waiting').parentElement).toHaveTextContent('2');
    expect(
      health.getByText('Failed permanently').parentElement,
    ).toHaveTextContent('0');
    expect(
      health.getByText(/Read 312 incidents and 2840 action items/),
    ).toBeInTheDocument();
    expect(health.getByText('completed 3 h ago')).toBeInTheDocument();
    expect(health.getByText('last received 3 min ago')).toBeInTheDocument();
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
    ['new', { configured: true, silent: false }, /none received yet/],
  ])('says what to do when webhooks are %s', async (_, webhooks, text) => {
    renderPage(linearStatus({ webhooks }));
    const health = await panel('Sync health');
    expect(health.getByText(text)).toBeInTheDocument();
  });

  it('starts a full re-sync, and shows its result', async () => {
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
    const health = await panel('Sync health');
    await userEvent.click(
      health.getByRole('button', { name: 'Re-sync everything' }),
    );
    expect(await health.findByRole('status')).toHaveTextContent(
      'Full re-sync completed: 4 added, 12 updated, 1 removed, with 22 requests.',
    );
    expect(bodies).toEqual([{}]);
  });

  it('says why no full re-sync was started', async () => {
    renderPage(linearStatus(), {
      'post /linear/sync': errorAnswer(
        503,
        'ServiceUnavailableError',
        'Linear does not respond.',
      ),
    });
    const health = await panel('Sync health');
    await userEvent.click(
      health.getByRole('button', { name: 'Re-sync everything' }),
    );
    expect(await health.findByRole('alert')).toHaveTextContent(
      'No full re-sync was startedLinear does not respond.',
    );
  });

  it('offers no second full re-sync while one runs', async () => {
    const { sweep, ...rest } = linearStatus();
    renderPage({ ...rest, sweep: sweep && { ...sweep, state: 'running' } });
    const health = await panel('Sync health');
    expect(
      health.getByRole('button', { name: 'Re-sync everything' }),
    ).toBeDisabled();
  });

  it('says all clear when nothing needs attention and nothing waits', async () => {
    renderPage(linearStatus());
    expect(await screen.findByText('All clear')).toBeInTheDocument();
  });

  it('does not say all clear while something waits for a retry, which it lists by reason', async () => {
    const { work, ...rest } = linearStatus();
    const waits = (incidentRef: string, seconds: number) => ({
      incidentRef,
      kind: 'refresh',
      reason: reason('linearUnavailable'),
      attempts: 3,
      nextTryAt: new Date(Date.now() + seconds * 1000).toISOString(),
    });
    renderPage({
      ...rest,
      work: { ...work, waiting: [waits('INC-7', 300), waits('INC-8', 150)] },
    });
    const attention = await panel('Needs attention');
    expect(
      attention.getByText(/What is waiting is retried automatically/),
    ).toBeInTheDocument();
    expect(attention.queryByText('All clear')).not.toBeInTheDocument();
    const [group] = within(
      screen.getByRole('list', { name: 'Retried automatically' }),
    ).getAllByRole('listitem');
    expect(group).toHaveTextContent(
      /^Linear isn't responding. 2 jobs. Next try in 2 min/,
    );
    expect(group).toHaveTextContent(
      'INC-7 Refresh of action items, 3 attempts',
    );
  });

  it('lists everything that needs attention, each with its cause and fix', async () => {
    renderPage(troubledStatus());
    const attention = await panel('Needs attention');
    const entries = within(
      attention.getByRole('list', { name: 'Needs attention' }),
    )
      .getAllByRole('listitem')
      .map(entry => entry.textContent);
    expect(entries).toEqual([
      expect.stringMatching(
        /^INC-41Parent issue.*no team with the key PAYX. Fix the cause, then retry.waiting 1 hRetry$/,
      ),
      expect.stringMatching(
        /^INC-38Parent issue missing.*lost access to it. Restore it in Linear.*Open INC-38$/,
      ),
      expect.stringMatching(
        /^All incidentsLinear rejected.*Renew the API key.*Open Linear settings$/,
      ),
      expect.stringMatching(
        /^All incidents.*640 of 2840.*Nothing was removed.*Accept removals…$/,
      ),
      expect.stringMatching(
        /^All incidentsincidents.linear.routing.rules\[0\].use.team.*PAYX not found.*Fix this key/,
      ),
    ]);
    expect(attention.getByRole('link', { name: 'INC-41' })).toHaveAttribute(
      'href',
      '/incidents/INC-41',
    );
    expect(attention.queryByText('All clear')).not.toBeInTheDocument();
  });

  it('shows what only a newer backend knows in its own words', async () => {
    renderPage(
      linearStatus({
        attention: [
          {
            code: 'moonIsFull',
            message: 'The moon is full',
            params: {},
            since: '2026-01-01T00:00:00Z',
            fix: 'Wait for the morning',
          },
        ],
      }),
    );
    const attention = await panel('Needs attention');
    expect(attention.getByRole('listitem')).toHaveTextContent(
      /The moon is full.*Wait for the morning/,
    );
  });

  it.each([
    ['reconcileParent', 'Parent issue'],
    ['cleanFormerParent', 'Former parent issue'],
    ['refresh', 'Refresh of action items'],
    ['readIssues', 'Changed issues'],
    ['readTeams', 'Teams and their states'],
    ['newerThanThisPage', 'newerThanThisPage'],
  ])('names work of the kind %s', async (kind, text) => {
    const [failed] = troubledStatus().attention;
    renderPage(
      linearStatus({
        attention: [{ ...failed, params: { ...failed.params, kind } }],
      }),
    );
    const attention = await panel('Needs attention');
    expect(attention.getByText(text, { exact: true })).toBeInTheDocument();
  });

  it.each([
    ['done', [], 0, 'INC-41 Parent issue: done.'],
    ['under way', [], 1, /retrying. If it fails again, it comes back here/],
    [
      'failing again',
      [
        {
          id: 'work-1',
          kind: 'reconcileParent',
          reason: {
            code: 'linearTeamNotFound',
            message: 'Still no team PAYX.',
          },
          since: '2026-01-01T00:00:00Z',
        },
      ],
      0,
      'INC-41 Parent issue: failed again. Still no team PAYX.',
    ],
  ])('retries, and says that it is %s', async (_, escalated, due, text) => {
    const retried: string[] = [];
    let status = troubledStatus();
    renderPage(() => json(status), {
      'post /linear/work/:id/retry': request => {
        retried.push(new URL(request.url).pathname);
        status = { ...status, work: { due, escalated, waiting: [] } };
        return new Response(null, { status: 204 });
      },
    });
    const attention = await panel('Needs attention');
    await userEvent.click(
      attention.getByRole('button', { name: 'Retry INC-41 Parent issue' }),
    );
    expect(await attention.findByRole('status')).toHaveTextContent(text);
    expect(retried).toEqual(['/api/incidents/linear/work/work-1/retry']);
  });

  it('says why a retry was not started', async () => {
    renderPage(troubledStatus(), {
      'post /linear/work/:id/retry': errorAnswer(
        404,
        'NotFoundError',
        'It may have been retried already',
      ),
    });
    const attention = await panel('Needs attention');
    await userEvent.click(
      attention.getByRole('button', { name: 'Retry INC-41 Parent issue' }),
    );
    expect(await attention.findByRole('alert')).toHaveTextContent(
      'The retry was not startedIt may have been retried already.',
    );
  });

  it('accepts held removals only after a confirmation', async () => {
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
    const attention = await panel('Needs attention');
    expect(attention.getByText(/640 of 2840 action items/)).toBeInTheDocument();
    const accept = attention.getByRole('button', { name: 'Accept removals…' });
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
    const attention = await panel('Needs attention');
    await userEvent.click(
      attention.getByRole('button', { name: 'Accept removals…' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Accept removals' }),
    );
    expect(
      await within(screen.getByRole('dialog')).findByRole('alert'),
    ).toHaveTextContent('No removals are held back');
  });

  it('explains a route: the rule that matched and why each other was skipped', async () => {
    renderPage(linearStatus());
    const routing = await panel('Test routing rules');
    expect(
      await routing.findByRole('heading', { name: 'Team INC' }),
    ).toBeInTheDocument();
    const [skipped, matched] = within(
      routing.getByRole('list', {
        name: 'Rules, in the order in which they are checked',
      }),
    ).getAllByRole('listitem');
    expect(skipped).toHaveTextContent(
      'payments skippedConditions not met: severity: sev1, sev2',
    );
    expect(matched).toHaveTextContent(
      'default matchedNo routing rule matches, so the default applies',
    );
  });

  it('asks for the route again when the incident changes', async () => {
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
          reason: reason('noRuleMatched'),
          passedOver: [],
        });
      },
    });
    const routing = await panel('Test routing rules');
    await userEvent.type(
      await routing.findByRole('textbox', { name: 'Labels' }),
      'pci{Enter}',
    );
    await waitFor(() =>
      expect(drafts.at(-1)).toMatchObject({ labels: ['pci'] }),
    );
    expect(await routing.findByText('Urgent')).toBeInTheDocument();
  });

  it('says why a route is not available', async () => {
    renderPage(linearStatus(), {
      'post /routing/preview': errorAnswer(
        409,
        'ConflictError',
        'Linear is not configured',
      ),
    });
    const routing = await panel('Test routing rules');
    expect(await routing.findByRole('alert')).toHaveTextContent(
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
        ? errorAnswer(500, 'Error', 'The database does not respond')()
        : json(linearStatus()),
    );
    expect(
      await screen.findByText('The database does not respond.'),
    ).toBeInTheDocument();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('region', { name: 'Connection' }),
    ).toBeInTheDocument();
  });

  it('checks the set-up on demand, and shows what is wrong first, with its fix', async () => {
    renderPage(linearStatus(), {
      'get /doctor': {
        checks: [
          {
            check: 'credentials',
            status: 'pass',
            ...reason('credentialsAccepted', { workspace: 'acme' }),
          },
          {
            check: 'config',
            status: 'warn',
            ...reason('operatorsMissing'),
            fix: 'Name people in incidents.operators',
          },
          {
            check: 'teams',
            status: 'fail',
            ...reason('linearTeamNotFound', { team: 'GONE' }),
            fix: 'Correct incidents.linear.routing.default.team',
          },
        ],
      },
    });
    const checks = await panel('Set-up checks');
    expect(checks.queryByRole('list')).not.toBeInTheDocument();
    await userEvent.click(checks.getByRole('button', { name: 'Check set-up' }));
    const findings = await checks.findAllByRole('listitem');
    expect(checks.getByRole('status')).toHaveTextContent(
      '1 problem · 1 warning',
    );
    expect(findings.map(finding => finding.textContent)).toEqual([
      'TeamsLinear team GONE not found or not accessible; add the app to a private team.Correct incidents.linear.routing.default.team.',
      'Configurationincidents.operators is empty, so nobody is notified when something needs attention.Name people in incidents.operators.',
      "CredentialsLinear accepts Backstage's credentials for the workspace acme.",
    ]);
    expect(
      within(findings[0]).getByRole('img', { name: 'Failed' }),
    ).toBeInTheDocument();
  });

  it('says that every check passed, and why the checks could not run', async () => {
    let report: () => Response = errorAnswer(
      503,
      'ServiceUnavailableError',
      'down',
    );
    renderPage(linearStatus(), { 'get /doctor': () => report() });
    const checks = await panel('Set-up checks');
    const run = () => checks.getByRole('button', { name: 'Check set-up' });
    await userEvent.click(run());
    expect(await checks.findByRole('alert')).toBeInTheDocument();
    report = () =>
      json({
        checks: [
          {
            check: 'config',
            status: 'pass',
            ...reason('configurationComplete'),
          },
        ],
      });
    await userEvent.click(run());
    expect(await checks.findByText('All checks passed.')).toBeInTheDocument();
    expect(checks.queryByRole('alert')).not.toBeInTheDocument();
  });
});
