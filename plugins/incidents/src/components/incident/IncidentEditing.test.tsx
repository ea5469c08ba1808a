import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { incident } from '../../__testUtils__/fixtures';
import {
  Answer,
  errorAnswer,
  handlers,
  json,
} from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { IncidentOverviewCard } from './IncidentOverviewCard';

function renderCard(routes: Record<string, Answer>) {
  return renderWithIncidents(<IncidentOverviewCard incidentRef="INC-42" />, {
    handlers: handlers(routes),
  });
}

async function openDialog() {
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  return within(await screen.findByRole('dialog', { name: 'Edit INC-42' }));
}

describe('editing an incident', () => {
  it('moves the status on by one click, against the version it saw', async () => {
    const bodies: unknown[] = [];
    renderCard({
      'get /incidents/INC-42': incident({ status: 'active' }),
      'patch /incidents/INC-42': async request => {
        bodies.push(await request.json());
        return json(incident({ status: 'mitigated', version: 4 }));
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Mark mitigated' }),
    );
    await waitFor(() =>
      expect(bodies).toEqual([{ expectedVersion: 3, status: 'mitigated' }]),
    );
  });

  it('says that somebody else was quicker', async () => {
    renderCard({
      'get /incidents/INC-42': incident({ status: 'active' }),
      'patch /incidents/INC-42': errorAnswer(409, 'ConflictError', 'Stale', {
        currentVersion: 4,
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Mark mitigated' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Somebody else saved it in the meantime',
    );
  });

  it('saves only what was changed', async () => {
    const bodies: unknown[] = [];
    renderCard({
      'get /incidents/INC-42': incident(),
      'patch /incidents/INC-42': async request => {
        bodies.push(await request.json());
        return json(incident({ title: 'Better title', version: 4 }));
      },
    });
    const dialog = await openDialog();
    expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
    const title = dialog.getByRole('textbox', { name: 'Title' });
    await userEvent.clear(title);
    await userEvent.type(title, 'Better title');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(bodies).toEqual([{ expectedVersion: 3, title: 'Better title' }]),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('shows what others changed and applies the edit on top', async () => {
    const newer = incident({
      version: 4,
      status: 'done',
      title: 'Their title',
    });
    const bodies: unknown[] = [];
    let reads = 0;
    renderCard({
      'get /incidents/INC-42': () => {
        reads += 1;
        return json(reads === 1 ? incident() : newer);
      },
      'patch /incidents/INC-42': async request => {
        bodies.push(await request.json());
        return bodies.length === 1
          ? errorAnswer(409, 'ConflictError', 'Stale', { currentVersion: 4 })()
          : json({ ...newer, version: 5, title: 'My title' });
      },
    });
    const dialog = await openDialog();
    const title = dialog.getByRole('textbox', { name: 'Title' });
    await userEvent.clear(title);
    await userEvent.type(title, 'My title');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    const alert = await dialog.findByRole('alert');
    expect(alert).toHaveTextContent('Status is now: Done.');
    expect(alert).toHaveTextContent(
      'Title is now: Their title. You changed it too.',
    );
    expect(title).toHaveValue('My title');
    await userEvent.click(dialog.getByRole('button', { name: 'Save on top' }));
    await waitFor(() =>
      expect(bodies[1]).toEqual({ expectedVersion: 4, title: 'My title' }),
    );
  });

  it('warns that what was public stays in places we do not own', async () => {
    renderCard({ 'get /incidents/INC-42': incident() });
    const dialog = await openDialog();
    await userEvent.click(dialog.getByRole('button', { name: /Visibility/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Private' }),
    );
    expect(
      await dialog.findByText('It was public until now'),
    ).toBeInTheDocument();
  });
});
