import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { incident, progressOf } from '../../__testUtils__/fixtures';
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
  it('changes the status with one click, based on the version shown', async () => {
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

  it('takes a change of the status back on Undo, with the times it had', async () => {
    const bodies: unknown[] = [];
    const { mitigatedAt } = incident();
    renderCard({
      'get /incidents/INC-42': incident({ mitigatedAt }),
      'patch /incidents/INC-42': async request => {
        bodies.push(await request.json());
        return json(incident({ status: 'postmortem', version: 4 }));
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Start postmortem' }),
    );
    expect(
      await screen.findByText('INC-42 is now: Postmortem'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(bodies).toEqual([
        { expectedVersion: 3, status: 'postmortem' },
        {
          expectedVersion: 4,
          status: 'mitigated',
          mitigatedAt,
          closedAt: null,
        },
      ]),
    );
  });

  it('says that someone else saved first', async () => {
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
      'Someone else changed it at the same time',
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

  function renderConflict(bodies: unknown[]) {
    const newer = incident({
      version: 4,
      status: 'done',
      title: 'Their title',
    });
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
  }

  async function runIntoConflict(
    dialog: Awaited<ReturnType<typeof openDialog>>,
  ) {
    const title = dialog.getByRole('textbox', { name: 'Title' });
    await userEvent.clear(title);
    await userEvent.type(title, 'My title');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    return { title, alert: await dialog.findByRole('alert') };
  }

  it('shows what others changed and applies the edit on top', async () => {
    const bodies: unknown[] = [];
    renderConflict(bodies);
    const dialog = await openDialog();
    const { title, alert } = await runIntoConflict(dialog);
    expect(alert).toHaveTextContent('Status is now: Done');
    const whose = within(within(alert).getByRole('group', { name: 'Title' }));
    expect(whose.getByRole('radio', { name: /My title/ })).toBeChecked();
    expect(whose.getByRole('radio', { name: /Their title/ })).not.toBeChecked();
    expect(title).toHaveValue('My title');
    await userEvent.click(dialog.getByRole('button', { name: 'Overwrite' }));
    await waitFor(() =>
      expect(bodies[1]).toEqual({ expectedVersion: 4, title: 'My title' }),
    );
  });

  it('switches one field to their value and back', async () => {
    const bodies: unknown[] = [];
    renderConflict(bodies);
    const dialog = await openDialog();
    const { title, alert } = await runIntoConflict(dialog);
    await userEvent.click(
      within(alert).getByRole('radio', { name: /Their title/ }),
    );
    expect(title).toHaveValue('Their title');
    expect(dialog.getByRole('button', { name: 'Overwrite' })).toBeDisabled();
    await userEvent.click(
      within(alert).getByRole('radio', { name: /My title/ }),
    );
    expect(title).toHaveValue('My title');
    expect(dialog.getByRole('button', { name: 'Overwrite' })).toBeEnabled();
  });

  it('edits when it started, was mitigated and was closed, and its links', async () => {
    const bodies: unknown[] = [];
    renderCard({
      'get /incidents/INC-42': incident({ links: [] }),
      'patch /incidents/INC-42': async request => {
        bodies.push(await request.json());
        return json(incident({ version: 4 }));
      },
    });
    const dialog = await openDialog();
    fireEvent.change(dialog.getByLabelText('Started', { selector: 'input' }), {
      target: { value: '2024-05-06T07:08' },
    });
    fireEvent.change(
      dialog.getByLabelText('Mitigated', { selector: 'input' }),
      {
        target: { value: '' },
      },
    );
    fireEvent.change(dialog.getByLabelText('Closed', { selector: 'input' }), {
      target: { value: '2024-05-06T09:10' },
    });
    await userEvent.click(dialog.getByRole('button', { name: 'Add link' }));
    fireEvent.change(dialog.getByRole('textbox', { name: 'Link title' }), {
      target: { value: 'Timeline' },
    });
    fireEvent.change(dialog.getByRole('textbox', { name: 'Link URL' }), {
      target: { value: 'https://docs.example.com/1' },
    });
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await waitFor(() =>
      expect(bodies).toEqual([
        {
          expectedVersion: 3,
          startedAt: new Date(2024, 4, 6, 7, 8).toISOString(),
          mitigatedAt: null,
          closedAt: new Date(2024, 4, 6, 9, 10).toISOString(),
          links: [{ title: 'Timeline', url: 'https://docs.example.com/1' }],
        },
      ]),
    );
  });

  it('asks before Escape throws away what was typed', async () => {
    renderCard({ 'get /incidents/INC-42': incident() });
    const dialog = await openDialog();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Title' }), 'x');
    await userEvent.keyboard('{Escape}');
    expect(await dialog.findByRole('alert')).toHaveTextContent(
      'Discard what you typed?',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Keep editing' }));
    expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue(
      `${incident().title}x`,
    );
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      await dialog.findByRole('button', { name: 'Discard' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('closes on Escape while nothing was typed', async () => {
    renderCard({ 'get /incidents/INC-42': incident() });
    await openDialog();
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('offers no Cancel beside Cancel incident', async () => {
    renderCard({ 'get /incidents/INC-42': incident() });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'More actions for this incident',
      }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Cancel incident' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Cancel INC-42?' }),
    );
    expect(
      dialog.getByRole('button', { name: 'Keep incident' }),
    ).toBeInTheDocument();
    expect(
      dialog.queryByRole('button', { name: 'Cancel' }),
    ).not.toBeInTheDocument();
  });

  it('asks before closing while action items are open', async () => {
    const bodies: unknown[] = [];
    renderCard({
      'get /incidents/INC-42': incident({ status: 'postmortem' }),
      'patch /incidents/INC-42': async request => {
        bodies.push(await request.json());
        return json(incident({ status: 'done', version: 4 }));
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Mark done' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Mark INC-42 done?',
    });
    expect(dialog).toHaveTextContent('3 of 8 action items are still open.');
    expect(bodies).toEqual([]);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Mark done' }),
    );
    await waitFor(() =>
      expect(bodies).toEqual([{ expectedVersion: 3, status: 'done' }]),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('closes at once when nothing is open, and offers to reopen', async () => {
    const bodies: unknown[] = [];
    renderCard({
      'get /incidents/INC-42': incident({
        status: 'done',
        progress: progressOf([]),
      }),
      'patch /incidents/INC-42': async request => {
        bodies.push(await request.json());
        return json(incident({ status: 'active', version: 4 }));
      },
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'More actions for this incident',
      }),
    );
    expect(
      await screen.findByRole('menuitem', { name: 'Reopen' }),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Cancel incident' }),
    );
    await waitFor(() =>
      expect(bodies).toEqual([{ expectedVersion: 3, status: 'canceled' }]),
    );
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('warns that public content stays in other systems', async () => {
    renderCard({ 'get /incidents/INC-42': incident() });
    const dialog = await openDialog();
    await userEvent.click(dialog.getByRole('button', { name: /Visibility/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Private' }),
    );
    expect(
      await dialog.findByText('This incident was public until now'),
    ).toBeInTheDocument();
    expect(
      dialog.getByText(/stay in the history of its issue/),
    ).toBeInTheDocument();
    expect(dialog.getByText('What other people can see')).toBeInTheDocument();
  });
});
