import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  actionItem,
  actionItems,
  incident,
} from '../../__testUtils__/fixtures';
import { Answer, errorAnswer, handlers } from '../../__testUtils__/handlers';
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

  it('shows plain values to whoever may not edit', async () => {
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
});
