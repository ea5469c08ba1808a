import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entity } from '../../__testUtils__/entities';
import { fromNow, incident } from '../../__testUtils__/fixtures';
import {
  Answer,
  errorAnswer,
  handlers,
  json,
} from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { IncidentOverviewCard } from './IncidentOverviewCard';

function renderCard(answer: Answer) {
  return renderWithIncidents(<IncidentOverviewCard incidentRef="INC-42" />, {
    handlers: handlers({ 'get /incidents/INC-42': answer }),
  });
}

/** Has a runbook, another link, and an owner. */
const checkout = {
  ...entity('Component', 'checkout'),
  metadata: {
    name: 'checkout',
    namespace: 'default',
    links: [
      {
        title: 'Fail over',
        url: 'https://docs.example.com/failover',
        type: 'runbook',
      },
      { title: 'Dashboard', url: 'https://example.com/dashboard' },
    ],
  },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/payments' }],
};

/** The description of a term. */
async function detail(term: string) {
  const name = await screen.findByText(term, { selector: 'dt, dt *' });
  return within(name.closest('dt')?.parentElement ?? document.body);
}

describe('IncidentOverviewCard', () => {
  it('shows what is known, with links to people and what is affected', async () => {
    renderCard(incident());
    expect((await detail('Severity')).getByText('SEV1')).toBeInTheDocument();
    expect((await detail('Status')).getByText('Mitigated')).toBeInTheDocument();
    expect((await detail('Lead')).getByRole('link')).toHaveAttribute(
      'href',
      '/catalog/default/user/ada.olsen',
    );
    expect((await detail('Affects')).getAllByRole('link')).toHaveLength(2);
    expect(
      (await detail('Time to mitigate')).getByText('1 h 30 min'),
    ).toBeInTheDocument();
    expect((await detail('Labels')).getByText('payments')).toBeInTheDocument();
    expect(
      (await detail('Links')).getByRole('link', { name: 'Timeline' }),
    ).toHaveAttribute('target', '_blank');
    expect(screen.getByText(/failing with a 502/)).toBeInTheDocument();
  });

  it('shows avatars and names, linked to the people', async () => {
    renderCard(incident());
    const participants = await detail('Participants');
    expect(participants.getAllByRole('link')).toHaveLength(2);
    // By name.
    expect(participants.getAllByRole('link')[0]).toHaveAttribute(
      'href',
      '/catalog/default/user/mira.chen',
    );
  });

  it('shows runbooks and owners of what is affected while it is open', async () => {
    renderWithIncidents(<IncidentOverviewCard incidentRef="INC-42" />, {
      handlers: handlers({ 'get /incidents/INC-42': incident() }),
      entities: [checkout],
    });
    expect(
      await screen.findByRole('link', { name: 'Fail over' }),
    ).toHaveAttribute('href', 'https://docs.example.com/failover');
    expect(
      (await detail('Owners of what is affected')).getByRole('link'),
    ).toHaveAttribute('href', '/catalog/default/group/payments');
    expect(screen.queryByText('Dashboard')).not.toBeInTheDocument();
  });

  it('shows the first few of many participants until expanded', async () => {
    renderCard(
      incident({
        participants: Array.from(
          { length: 12 },
          (_, index) => `user:default/p${index}`,
        ),
      }),
    );
    const participants = await detail('Participants');
    expect(participants.getAllByRole('link')).toHaveLength(5);
    await userEvent.click(
      participants.getByRole('button', { name: 'Show 7 more' }),
    );
    expect(participants.getAllByRole('link')).toHaveLength(12);
  });

  it('says how long an unmitigated incident has been running', async () => {
    renderCard(
      incident({
        status: 'active',
        startedAt: fromNow(-3 * 3600_000 - 5_000),
        mitigatedAt: undefined,
      }),
    );
    expect((await detail('Running for')).getByText('3 h')).toBeInTheDocument();
    expect(screen.queryByText('Time to mitigate')).not.toBeInTheDocument();
  });

  it('shows no time to mitigate once it is reopened', async () => {
    renderCard(
      incident({
        status: 'active',
        startedAt: fromNow(-3 * 3600_000 - 5_000),
        mitigatedAt: fromNow(-3600_000),
      }),
    );
    expect((await detail('Running for')).getByText('3 h')).toBeInTheDocument();
    expect(screen.queryByText('Time to mitigate')).not.toBeInTheDocument();
  });

  it('says how long it took once it is closed', async () => {
    renderCard(
      incident({
        status: 'done',
        startedAt: fromNow(-5 * 3600_000),
        closedAt: fromNow(-2 * 3600_000),
      }),
    );
    expect(
      (await detail('Time to resolve')).getByText('3 h'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Open for')).not.toBeInTheDocument();
  });

  it('names the incident in its heading', async () => {
    renderCard(incident());
    expect(
      await screen.findByRole('region', {
        name: 'INC-42 Checkout fails for card payments',
      }),
    ).toBeInTheDocument();
  });

  it('marks a private incident and says who can see it', async () => {
    renderCard(incident({ visibility: 'private' }));
    expect(await screen.findByText('Private')).toBeInTheDocument();
    expect(
      screen.getByText(/Only the lead, reporter, participants/),
    ).toBeInTheDocument();
  });

  it('says that nobody leads it yet', async () => {
    renderCard(incident({ lead: undefined }));
    expect((await detail('Lead')).getByText('No lead yet')).toBeInTheDocument();
  });

  it('hides everything of an incident from a user without access', async () => {
    renderCard(errorAnswer(404, 'NotFoundError', 'No incident INC-42'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "You don't have access to this incident",
    );
    expect(screen.queryByText('Severity')).not.toBeInTheDocument();
  });

  it('recovers on a retry', async () => {
    let broken = true;
    renderCard(() =>
      broken ? errorAnswer(500, 'Error', 'Broken')() : json(incident()),
    );
    expect(await screen.findByText('Broken.')).toBeInTheDocument();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('SEV1')).toBeInTheDocument();
  });

  it('renders a summary in Markdown, and no HTML', async () => {
    renderCard(
      incident({
        summary: 'Payments **fail** <b id="html">now</b>\n\n- at checkout',
      }),
    );
    expect((await screen.findByText('fail')).tagName).toBe('STRONG');
    expect(screen.getByText('at checkout').tagName).toBe('LI');
    expect(document.getElementById('html')).toBeNull();
  });

  it('folds a long summary until it is expanded', async () => {
    const summary = 'Card payments fail at the last step. '.repeat(250).trim();
    renderCard(incident({ summary }));
    const more = await screen.findByRole('button', {
      name: 'Show full summary',
    });
    expect(more).toHaveAttribute('aria-expanded', 'false');
    const shown = screen.getByText(summary).closest('[data-folded]');
    expect(shown).toBeInTheDocument();
    await userEvent.click(more);
    expect(shown).not.toHaveAttribute('data-folded');
    expect(screen.getByRole('button', { name: 'Show less' })).toHaveAttribute(
      'aria-expanded',
      'true',
    );
  });
});
