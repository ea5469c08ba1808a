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
    expect(connection.getByText('Backstage (app)')).toBeInTheDocument();
    expect(
      connection.getByRole('meter', { name: 'Points left' }),
    ).toHaveAttribute('aria-valuenow', '31200');
    expect(
      connection.getByRole('row', { name: 'PAY Payments public payments' }),
    ).toBeInTheDocument();
  });

  it('says in words when Linear refuses us', async () => {
    const { connection, ...rest } = linearStatus();
    renderPage({
      ...rest,
      connection: {
        ...connection,
        state: 'unauthorized',
        error: 'Token revoked.',
      },
    });
    expect(
      await screen.findByText('Linear refused our credentials'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Token revoked/)).toBeInTheDocument();
  });

  it('shows the flow and starts a sweep', async () => {
    const bodies: unknown[] = [];
    renderPage(linearStatus(), {
      'post /linear/sync': async request => {
        bodies.push(await request.json());
        return json(
          { sweep: { id: 's', state: 'requested', startedAt: '' } },
          202,
        );
      },
    });
    const flow = await panel('Flow');
    expect(
      flow.getByText(/read 312 incidents and 2840 items/),
    ).toBeInTheDocument();
    await userEvent.click(flow.getByRole('button', { name: 'Run now' }));
    await waitFor(() => expect(bodies).toEqual([{}]));
  });

  it('lists what needs a person, and retries it', async () => {
    const retried: string[] = [];
    renderPage(troubledStatus(), {
      'post /linear/work/:id/retry': request => {
        retried.push(new URL(request.url).pathname);
        return json({});
      },
    });
    const needs = await panel('Needs a person');
    expect(needs.getByText(/no team with the key PAYX/)).toBeInTheDocument();
    expect(needs.getByText(/rules\[0\]\.use\.team/)).toBeInTheDocument();
    await userEvent.click(
      needs.getByRole('button', { name: 'Retry INC-41 parentIssue' }),
    );
    await waitFor(() =>
      expect(retried).toEqual(['/api/incidents/linear/work/work-1/retry']),
    );
  });

  it('lets an operator accept what the breaker held back', async () => {
    const bodies: unknown[] = [];
    renderPage(troubledStatus(), {
      'post /linear/sync': async request => {
        bodies.push(await request.json());
        return json(
          { sweep: { id: 's', state: 'running', startedAt: '' } },
          202,
        );
      },
    });
    expect(
      await screen.findByText(/640 of 2840 action items/),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Accept removals' }),
    );
    await waitFor(() => expect(bodies).toEqual([{ acceptRemovals: true }]));
  });

  it('says that nothing needs a person, and when an action was refused', async () => {
    renderPage(linearStatus(), {
      'post /linear/sync': errorAnswer(
        503,
        'ServiceUnavailableError',
        'Linear does not answer.',
      ),
    });
    expect(
      await screen.findByText(/Whatever failed is being retried by itself/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Run now' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Linear does not answer.',
    );
  });

  it('explains a route', async () => {
    renderPage(linearStatus());
    const why = await panel('Why did it go there?');
    expect(
      await why.findByText('Team INC: no rule matches.'),
    ).toBeInTheDocument();
    expect(
      why.getByText('payments: it wants sev1 or sev2'),
    ).toBeInTheDocument();
  });
});
