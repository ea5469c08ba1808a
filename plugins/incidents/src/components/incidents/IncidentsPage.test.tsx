import { reason } from '@backstage-incidents/incidents-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fromNow, incident } from '../../__testUtils__/fixtures';
import { errorAnswer, json } from '../../__testUtils__/handlers';
import { troubledStatus } from '../../__testUtils__/linearStatus';
import { renderIncidentsPage } from '../../__testUtils__/renderIncidentsPage';
import { statistics } from '../../__testUtils__/statistics';

const HOUR = 3600_000;

const some = () => ({
  items: [
    incident({ ref: 'INC-42', startedAt: fromNow(-2.5 * HOUR) }),
    incident({ ref: 'INC-40', title: 'Private matter', visibility: 'private' }),
  ],
  totalItems: 2,
});

const none = () => ({ items: [], totalItems: 0 });

describe('IncidentsPage', () => {
  it('lists incidents as links with their facts and progress', async () => {
    renderIncidentsPage(some);
    const row = await screen.findByRole('row', { name: /INC-42/ });
    expect(
      within(row).getByRole('link', {
        name: 'Checkout fails for card payments',
      }),
    ).toHaveAttribute('href', '/catalog/default/incident/inc-42');
    expect(row).toHaveTextContent('SEV1');
    expect(row).toHaveTextContent('Mitigated');
    expect(row).toHaveTextContent('ada.olsen');
    expect(row).toHaveTextContent('1 overdue');
    expect(row).toHaveTextContent('2 h ago');
    expect(
      within(row).getByRole('progressbar', { name: 'Action items of INC-42' }),
    ).toHaveAttribute('aria-valuetext', '4 of 8 done');
    expect(screen.getByRole('row', { name: /INC-40/ })).toHaveTextContent(
      'Private',
    );
    expect(
      screen.getByRole('heading', { name: '2 incidents' }),
    ).toBeInTheDocument();
  });

  it('opens an incident with Enter on its row', async () => {
    renderIncidentsPage(some);
    const row = await screen.findByRole('row', { name: /INC-42/ });
    act(() => row.focus());
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(
        '/catalog/default/incident/inc-42',
      ),
    );
  });

  it('shows open, overdue and old work, with its own filters, in one request', async () => {
    const asked = renderIncidentsPage(some, {
      path: '/?team=PAY&severity=sev1&q=card&orderBy=severity',
    });
    const numberOf = (term: string) =>
      screen.getByText(term).closest('div')?.textContent;
    await waitFor(() =>
      expect(numberOf('Open incidents')).toBe('Open incidents31'),
    );
    expect(numberOf('Open action items')).toBe('Open action items48');
    expect(numberOf('Overdue action items')).toBe(
      'Overdue action items9 overdue',
    );
    expect(numberOf('Median time open')).toBe('Median time open9 d');
    expect(
      screen.getByRole('img', {
        name: 'In the last 4 weeks, 23 action items were opened and 17 closed.',
      }),
    ).toBeInTheDocument();
    expect(asked.statistics.map(String)).toEqual([
      'severity=sev1&team=PAY&q=card&weeks=12',
    ]);
  });

  it('links each number to the list that it counts', async () => {
    renderIncidentsPage(some, { path: '/?team=PAY&after=x' });
    await userEvent.click(
      await screen.findByRole('link', { name: 'Overdue action items' }),
    );
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(
        /^\/\?team=PAY&overdue=true$/,
      ),
    );
  });

  it('shows the list even if the numbers cannot be loaded, and retries them', async () => {
    let isBroken = true;
    renderIncidentsPage(some, {
      more: {
        'get /statistics': () =>
          isBroken
            ? errorAnswer(500, 'Error', 'no')()
            : json({ ...statistics() }),
      },
    });
    expect(
      await screen.findByText("The numbers couldn't be loaded."),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('row', { name: /INC-42/ }),
    ).toBeInTheDocument();
    isBroken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('9 overdue')).toBeInTheDocument();
  });

  it('shows what matters first unless another order is chosen', async () => {
    const asked = renderIncidentsPage(some);
    await screen.findByRole('row', { name: /INC-42/ });
    expect(asked.lists.at(-1)?.get('orderBy')).toBe('importance');
    expect(
      screen.getByRole('button', { name: /Most important first/ }),
    ).toBeInTheDocument();
  });

  it('shows operators how much needs attention, and lists those incidents', async () => {
    const asked = renderIncidentsPage(some, {
      more: { 'get /linear/status': troubledStatus() },
    });
    expect(
      await screen.findByRole('link', {
        name: 'Operations 5 problems need attention',
      }),
    ).toHaveAttribute('href', '/incidents/operations');
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Needs attention' }),
    );
    await waitFor(() =>
      expect(asked.lists.at(-1)?.get('needsAttention')).toBe('true'),
    );
  });

  it('says once that Linear does not respond, and no more when it does', async () => {
    const waiting = {
      status: 'pending' as const,
      reason: reason('linearUnavailable'),
    };
    let isDown = true;
    renderIncidentsPage(
      () => ({
        items: [
          incident(isDown ? { ref: 'INC-1', parentIssue: waiting } : {}),
          incident({ ref: 'INC-2', ...(isDown && { parentIssue: waiting }) }),
        ],
        totalItems: 2,
      }),
      {
        more: {
          'get /linear/status': errorAnswer(403, 'NotAllowedError', 'No'),
        },
      },
    );
    expect(await screen.findAllByText("Linear isn't responding")).toHaveLength(
      1,
    );
    isDown = false;
    await userEvent.click(screen.getByRole('switch', { name: 'Overdue only' }));
    await waitFor(() =>
      expect(screen.queryByText("Linear isn't responding")).toBeNull(),
    );
  });

  it('orders by a column, the highest severity first, and in reverse', async () => {
    const asked = renderIncidentsPage(some);
    await screen.findByRole('row', { name: /INC-42/ });
    await userEvent.click(
      screen.getByRole('columnheader', { name: 'Severity' }),
    );
    const column = () => screen.getByRole('columnheader', { name: 'Severity' });
    await waitFor(() =>
      expect(asked.lists.at(-1)?.get('orderBy')).toBe('severity'),
    );
    await waitFor(() =>
      expect(column()).toHaveAttribute('aria-sort', 'ascending'),
    );
    await userEvent.click(
      screen.getByRole('columnheader', { name: 'Severity' }),
    );
    await waitFor(() =>
      expect(column()).toHaveAttribute('aria-sort', 'descending'),
    );
    expect(asked.lists.at(-1)?.get('orderBy')).toBe('-severity');
  });

  it('orders by fields without a column', async () => {
    const asked = renderIncidentsPage(some);
    await screen.findByRole('row', { name: /INC-42/ });
    await userEvent.click(
      screen.getByRole('button', { name: /Most important first/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Recently updated' }),
    );
    await waitFor(() =>
      expect(asked.lists.at(-1)?.get('orderBy')).toBe('-updatedAt'),
    );
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/?orderBy=-updatedAt',
    );
  });

  it('says that it is loading until there is data', async () => {
    renderIncidentsPage(some, {
      more: { 'get /incidents': () => new Promise(() => {}) },
    });
    expect(await screen.findByText('Loading')).toBeInTheDocument();
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  });

  it('says what to do while there are no incidents, and hides what is not useful yet', async () => {
    renderIncidentsPage(none);
    await screen.findByRole('heading', { name: 'No incidents yet' });
    const empty = within(
      screen.getByRole('region', { name: 'List of incidents' }),
    );
    expect(screen.queryByRole('search')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Show charts' }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      empty.getByRole('button', { name: 'Declare an incident' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Declare an incident' }),
    ).toBeInTheDocument();
  });

  it('says when nothing matches, and links back to all incidents', async () => {
    renderIncidentsPage(params => (params.has('q') ? none() : some()), {
      path: '/?q=zebra',
    });
    expect(
      await screen.findByText('No incidents match these filters'),
    ).toBeInTheDocument();
    const list = within(
      screen.getByRole('region', { name: 'List of incidents' }),
    );
    await userEvent.click(list.getByRole('button', { name: 'Clear filters' }));
    expect(
      await screen.findByRole('row', { name: /INC-42/ }),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('address')).toHaveTextContent(/^\/\??$/);
  });

  it('names the required permission, and nothing else', async () => {
    renderIncidentsPage(some, {
      more: {
        'get /incidents': errorAnswer(403, 'NotAllowedError', 'Unauthorized'),
        'get /statistics': errorAnswer(403, 'NotAllowedError', 'Unauthorized'),
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'incidents.incident.read',
    );
    expect(screen.queryByRole('search')).not.toBeInTheDocument();
    expect(screen.queryByRole('grid')).not.toBeInTheDocument();
  });

  it('says what failed and tries again', async () => {
    let isBroken = true;
    renderIncidentsPage(some, {
      more: {
        'get /incidents': () =>
          isBroken
            ? errorAnswer(500, 'Error', 'The database does not respond')()
            : json(some()),
      },
    });
    const list = within(
      await screen.findByRole('region', { name: 'List of incidents' }),
    );
    expect(await list.findByRole('alert')).toHaveTextContent(
      'The database does not respond',
    );
    isBroken = false;
    await userEvent.click(list.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('row', { name: /INC-42/ }),
    ).toBeInTheDocument();
    expect(list.queryByRole('alert')).not.toBeInTheDocument();
  });
});
