import {
  reason,
  TimelineEntry,
  timelineSchema,
} from '@backstage-incidents/incidents-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fromNow, incident } from '../../__testUtils__/fixtures';
import {
  Answer,
  errorAnswer,
  handlers,
  json,
} from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { TimelineCard } from './TimelineCard';

const ada = 'user:default/ada.olsen';
const sam = 'user:default/sam.weber';

type Told = Pick<TimelineEntry, 'kind' | 'params' | 'actor'>;

/** As the backend sends them, newest first. */
function entries(told: readonly Told[]): TimelineEntry[] {
  return timelineSchema.shape.items.parse(
    told.map((entry, index) => ({
      ...entry,
      id: `id-${index}`,
      at: fromNow(-(index + 1) * 60_000 - 5_000),
    })),
  );
}

const note = (text: string, actor = ada): Told => ({
  kind: 'noteAdded',
  actor,
  params: { text },
});

function renderCard(
  answer: Answer,
  options: {
    routes?: Record<string, Answer>;
    signals?: Parameters<typeof renderWithIncidents>[1]['signals'];
  } = {},
) {
  const { routes, ...rest } = options;
  return renderWithIncidents(<TimelineCard incidentRef="INC-42" />, {
    handlers: handlers({
      'get /incidents/INC-42/timeline': answer,
      'get /incidents/INC-42': incident(),
      ...routes,
    }),
    ...rest,
  });
}

const shown = async () =>
  within(
    await screen.findByRole('list', { name: 'What happened, newest first' }),
  ).getAllByRole('listitem');

/** What each entry says, without its time. */
const told = async () =>
  (await shown()).map(entry => entry.querySelector('p')?.textContent);

describe('TimelineCard', () => {
  it('says each thing that happened in a sentence', async () => {
    renderCard({
      items: entries([
        { kind: 'declared', actor: ada, params: {} },
        { kind: 'declared', params: {} },
        {
          kind: 'statusChanged',
          actor: sam,
          params: { from: 'active', to: 'mitigated' },
        },
        {
          kind: 'severityChanged',
          actor: sam,
          params: { from: 'sev3', to: 'sev1' },
        },
        { kind: 'leadChanged', actor: ada, params: { to: sam } },
        { kind: 'leadChanged', actor: ada, params: { from: sam, to: ada } },
        { kind: 'leadChanged', actor: ada, params: { from: sam } },
        {
          kind: 'visibilityChanged',
          actor: ada,
          params: { from: 'public', to: 'private' },
        },
        {
          kind: 'visibilityChanged',
          actor: ada,
          params: { from: 'private', to: 'public' },
        },
        { kind: 'titleChanged', actor: ada, params: {} },
        { kind: 'parentLinked', params: { identifier: 'PAY-1' } },
        { kind: 'parentLinked', actor: ada, params: { identifier: 'PAY-1' } },
        { kind: 'parentLost', params: {} },
        { kind: 'parentLost', actor: ada, params: {} },
        {
          kind: 'parentCompleted',
          params: { reason: reason('allItemsClosed') },
        },
        {
          kind: 'parentReopened',
          params: { reason: reason('itemsOpen', { open: 1, total: 3 }) },
        },
        { kind: 'itemCompleted', params: { identifier: 'PAY-2' } },
        { kind: 'itemCompleted', actor: ada, params: { identifier: 'PAY-2' } },
        note('Rolled **back**'),
        {
          kind: 'noteAdded',
          actor: sam,
          params: { deletedAt: fromNow(-1000) },
        },
      ]),
    });
    expect(await told()).toEqual([
      'ada.olsen declared the incident',
      'A service declared the incident',
      'sam.weber changed the status from Active to Mitigated',
      'sam.weber changed the severity from SEV3 to SEV1',
      'ada.olsen set the lead to sam.weber',
      'ada.olsen changed the lead from sam.weber to ada.olsen',
      'ada.olsen removed sam.weber as lead',
      'ada.olsen made the incident private',
      'ada.olsen made the incident public',
      'ada.olsen changed the title',
      'Parent issue PAY-1 was linked',
      'ada.olsen linked PAY-1 as the parent issue',
      'The parent issue was deleted in Linear, or Backstage lost access to it',
      'ada.olsen unlinked the parent issue',
      'The parent issue was completed. Completed automatically: all action items are closed.',
      'The parent issue was reopened. 1 of 3 action items is still open.',
      'PAY-2 was completed in Linear',
      'ada.olsen completed PAY-2',
      'ada.olsen added a note',
      'sam.weber added a note that was later deleted',
    ]);
    expect(screen.getByText('back').tagName).toBe('STRONG');
    expect(screen.getAllByText('1 min ago')[0]).toHaveAttribute('datetime');
  });

  it('shows what people did, what happened in Linear, or what was automatic', async () => {
    renderCard({
      items: entries([
        note('By hand'),
        { kind: 'itemCompleted', params: { identifier: 'PAY-2' } },
        {
          kind: 'parentCompleted',
          params: { reason: reason('personCompleted', { open: 1, total: 1 }) },
        },
        {
          kind: 'parentCompleted',
          params: { reason: reason('allItemsClosed') },
        },
        { kind: 'parentLinked', params: { identifier: 'PAY-1' } },
      ]),
    });
    expect(await shown()).toHaveLength(5);
    for (const [name, count] of [
      ['People', 1],
      ['Linear', 2],
      ['Automatic', 2],
      ['All', 5],
    ] as const) {
      await userEvent.click(screen.getByRole('radio', { name }));
      expect(await shown()).toHaveLength(count);
    }
  });

  it('says that nothing of a kind happened', async () => {
    renderCard({ items: entries([note('By hand')]) });
    await userEvent.click(await screen.findByRole('radio', { name: 'Linear' }));
    expect(screen.getByText('No entries of this kind.')).toBeInTheDocument();
  });

  it('says that nothing has been recorded yet', async () => {
    renderCard({ items: [] });
    expect(
      await screen.findByText(/Nothing has been recorded yet/),
    ).toBeInTheDocument();
  });

  it('shows more of what it has, then the next page', async () => {
    const many = entries(
      Array.from({ length: 30 }, (_, index) => note(`Note ${index}`)),
    );
    renderCard(request =>
      json(
        new URL(request.url).searchParams.has('cursor')
          ? { items: [{ ...many[0], id: 'oldest' }] }
          : { items: many, nextCursor: 'next' },
      ),
    );
    expect(await shown()).toHaveLength(20);
    const more = screen.getByRole('button', { name: 'Show more' });
    await userEvent.click(more);
    await waitFor(async () => expect(await shown()).toHaveLength(31));
    expect(
      screen.queryByRole('button', { name: 'Show more' }),
    ).not.toBeInTheDocument();
  });

  it('adds a note that was previewed, and says so', async () => {
    const added: unknown[] = [];
    let items = entries([]);
    renderCard(() => json({ items }), {
      routes: {
        'post /incidents/INC-42/notes': async request => {
          added.push(await request.json());
          items = entries([note('Rolled **back**')]);
          return json(items[0], 201);
        },
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add note' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('button', { name: 'Save note' })).toBeDisabled();
    const text = dialog.getByRole('textbox', { name: /Note/ });
    expect(text).toHaveFocus();
    await userEvent.type(text, 'Rolled **back**');
    await userEvent.click(dialog.getByRole('radio', { name: 'Preview' }));
    const preview = within(dialog.getByRole('region', { name: 'Preview' }));
    expect(preview.getByText('back').tagName).toBe('STRONG');
    await userEvent.click(dialog.getByRole('button', { name: 'Save note' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(added).toEqual([{ text: 'Rolled **back**' }]);
    expect(await told()).toEqual(['ada.olsen added a note']);
    expect(screen.getByText('Note added')).toBeInTheDocument();
  });

  it('keeps what was typed when the note cannot be saved', async () => {
    renderCard(
      { items: [] },
      {
        routes: {
          'post /incidents/INC-42/notes': errorAnswer(500, 'Error', 'Broken'),
        },
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add note' }),
    );
    const text = await screen.findByRole('textbox', { name: /Note/ });
    await userEvent.type(text, 'Rolled back');
    await userEvent.click(screen.getByRole('button', { name: 'Save note' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Not saved');
    expect(text).toHaveValue('Rolled back');
  });

  it("deletes only the reader's own notes, after a confirmation", async () => {
    let items = entries([note('Mine'), note('Theirs', sam)]);
    renderCard(() => json({ items }), {
      routes: {
        'delete /incidents/INC-42/notes/id-0': () => {
          items = entries([
            {
              kind: 'noteAdded',
              actor: ada,
              params: { deletedAt: fromNow(0) },
            },
            note('Theirs', sam),
          ]);
          return new Response(null, { status: 204 });
        },
      },
    });
    const remove = await screen.findByRole('button', { name: 'Delete note' });
    await userEvent.click(remove);
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Delete note' }));
    await waitFor(() =>
      expect(screen.queryByText('Mine')).not.toBeInTheDocument(),
    );
    expect(screen.getByText('Theirs')).toBeInTheDocument();
    expect(await told()).toEqual([
      'ada.olsen added a note that was later deleted',
      'sam.weber added a note',
    ]);
  });

  it('hides everything of an incident from a user without access', async () => {
    renderCard(errorAnswer(404, 'NotFoundError', 'No incident INC-42'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "You don't have access to this incident",
    );
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });

  it('recovers on a retry', async () => {
    let broken = true;
    renderCard(() =>
      broken
        ? errorAnswer(500, 'Error', 'Broken')()
        : json({ items: entries([note('Back')]) }),
    );
    expect(await screen.findByText('Broken.')).toBeInTheDocument();
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Back')).toBeInTheDocument();
  });

  it('shows what happens while it is open', async () => {
    const listeners: (() => void)[] = [];
    let items = entries([]);
    renderCard(() => json({ items }), {
      signals: {
        subscribe: (_channel, onMessage) => {
          const message = {
            type: 'incident.refreshed',
            incidentRef: 'INC-42',
          };
          listeners.push(() => onMessage(message as never));
          return { unsubscribe() {} };
        },
      },
    });
    await screen.findByText(/Nothing has been recorded yet/);
    items = entries([note('New')]);
    act(() => listeners.forEach(notify => notify()));
    expect(await screen.findByText('New')).toBeInTheDocument();
  });
});
