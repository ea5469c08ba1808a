import { Incident } from '@backstage-incidents/incidents-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { entity } from '../../__testUtils__/entities';
import { fromNow, incident } from '../../__testUtils__/fixtures';
import {
  Answer,
  errorAnswer,
  handlers,
  json,
} from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { IncidentsPage } from './IncidentsPage';

const HOUR = 3600_000;

function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{`${pathname}${search}`}</output>;
}

function renderPage(
  list: (params: URLSearchParams) => {
    items: Incident[];
    totalItems: number;
    nextCursor?: string;
  },
  options: { path?: string; more?: Record<string, Answer> } = {},
) {
  const asked: URLSearchParams[] = [];
  renderWithIncidents(
    <>
      <IncidentsPage operationsPath="/incidents/operations" />
      <Address />
    </>,
    {
      path: options.path,
      entities: [entity('Component', 'checkout'), entity('Incident', 'inc-43')],
      handlers: handlers({
        'get /incidents': request => {
          const params = new URL(request.url).searchParams;
          if (params.get('limit') === '25') asked.push(params);
          return json(list(params));
        },
        'post /routing/preview': {
          team: 'PAY',
          labels: [],
          rule: 'payments',
          reason: 'rule payments matches',
          passedOver: [{ rule: 'security', because: 'it is not private' }],
        },
        ...options.more,
      }),
    },
  );
  return asked;
}

const some = () => ({
  items: [
    incident({ ref: 'INC-42', startedAt: fromNow(-2.5 * HOUR) }),
    incident({ ref: 'INC-40', title: 'Private matter', visibility: 'private' }),
  ],
  totalItems: 2,
});

describe('IncidentsPage', () => {
  it('lists incidents as links with their facts and progress', async () => {
    renderPage(some);
    const row = await screen.findByRole('row', { name: /INC-42/ });
    expect(
      within(row).getByRole('link', {
        name: 'Checkout fails for card payments',
      }),
    ).toHaveAttribute('href', '/catalog/default/incident/inc-42');
    expect(row).toHaveTextContent('SEV1');
    expect(row).toHaveTextContent('Mitigated');
    expect(row).toHaveTextContent('2 h ago');
    expect(
      within(row).getByRole('progressbar', { name: 'Action items of INC-42' }),
    ).toHaveAttribute('aria-valuetext', '4 of 8 done');
    expect(screen.getByRole('row', { name: /INC-40/ })).toHaveTextContent(
      'Private',
    );
    expect(screen.getByText('2 incidents')).toBeInTheDocument();
  });

  it('sums up what is open, late and old', async () => {
    renderPage(some);
    const term = await screen.findByText('action items open');
    await waitFor(() => expect(term.parentElement).toHaveTextContent('6'));
    expect(
      screen.getByText('action items overdue').parentElement,
    ).toHaveTextContent('2');
    expect(screen.getByText('open incidents').parentElement).toHaveTextContent(
      '2',
    );
  });

  it('takes its filters from the address and asks the server for them', async () => {
    const asked = renderPage(some, {
      path: '/?status=active&severity=sev1&overdue=true&q=cards&lead=user%3Adefault%2Fada',
    });
    await screen.findByRole('row', { name: /INC-42/ });
    expect(asked[0].toString()).toBe(
      'status=active&severity=sev1&lead=user%3Adefault%2Fada&overdue=true&q=cards&orderBy=-createdAt&limit=25',
    );
  });

  it('writes what is filtered into the address', async () => {
    renderPage(some);
    await screen.findByRole('row', { name: /INC-42/ });
    await userEvent.click(screen.getByRole('switch', { name: 'Overdue only' }));
    await userEvent.click(screen.getByRole('button', { name: /Any status/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Active' }),
    );
    await userEvent.keyboard('{Escape}');
    await userEvent.type(screen.getByRole('searchbox'), 'cards');
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(
        '/?status=active&overdue=true&q=cards',
      ),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(/^\/$/),
    );
  });

  it('orders by a column, and the other way round', async () => {
    const asked = renderPage(some);
    await screen.findByRole('row', { name: /INC-42/ });
    await userEvent.click(screen.getByRole('button', { name: 'Severity' }));
    await waitFor(() => expect(asked.at(-1)?.get('orderBy')).toBe('-severity'));
    await waitFor(() =>
      expect(
        screen.getByRole('columnheader', { name: 'Severity' }),
      ).toHaveAttribute('aria-sort', 'descending'),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Severity' }));
    await waitFor(() => expect(asked.at(-1)?.get('orderBy')).toBe('severity'));
  });

  it('pages by the cursors of the server', async () => {
    renderPage(params =>
      params.get('cursor') === 'second'
        ? { items: [incident({ ref: 'INC-1' })], totalItems: 26 }
        : {
            items: [incident({ ref: 'INC-26' })],
            totalItems: 26,
            nextCursor: 'second',
          },
    );
    await screen.findByRole('row', { name: /INC-26/ });
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    expect(
      await screen.findByRole('row', { name: /INC-1 / }),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Previous' }));
    expect(
      await screen.findByRole('row', { name: /INC-26/ }),
    ).toBeInTheDocument();
  });

  it('tells an empty company what to do, and an empty search how to get back', async () => {
    renderPage(() => ({ items: [], totalItems: 0 }));
    expect(await screen.findByText('No incidents yet')).toBeInTheDocument();
  });

  it('says when nothing matches', async () => {
    renderPage(() => ({ items: [], totalItems: 0 }), { path: '/?q=zebra' });
    expect(
      await screen.findByText('No incident matches these filters'),
    ).toBeInTheDocument();
    expect(
      screen.getAllByRole('button', { name: 'Clear filters' }).length,
    ).toBeGreaterThan(0);
  });

  it('shows the numbers of its charts as tables too', async () => {
    renderPage(
      () => ({
        items: [
          incident({
            severity: 'sev2',
            status: 'done',
            startedAt: fromNow(-5 * HOUR),
            closedAt: fromNow(-2 * HOUR),
          }),
        ],
        totalItems: 1,
      }),
      { path: '/?charts=1' },
    );
    expect(
      await screen.findByRole('img', { name: 'SEV2: 3 h' }, { timeout: 5000 }),
    ).toBeInTheDocument();
    const chart = within(
      screen.getByRole('region', { name: 'Median time to resolve' }),
    );
    await userEvent.click(chart.getByRole('button', { name: 'As table' }));
    expect(chart.getByRole('row', { name: 'SEV2 3 h 1' })).toBeInTheDocument();
  });

  it('declares an incident after showing where it goes', async () => {
    const bodies: unknown[] = [];
    const prefer: Array<string | null> = [];
    renderPage(some, {
      more: {
        'post /incidents': async request => {
          bodies.push(await request.json());
          prefer.push(request.headers.get('prefer'));
          return json(incident({ ref: 'INC-43' }), 201);
        },
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Declare an incident' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Declare an incident' }),
    );
    expect(
      await dialog.findByText('Team PAY: rule payments matches.'),
    ).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Declare' })).toBeDisabled();
    expect(dialog.getByRole('combobox', { name: 'Lead' })).toHaveValue(
      'ada.olsen',
    );
    await userEvent.click(dialog.getByRole('combobox', { name: 'Affects' }));
    await userEvent.keyboard('check');
    await userEvent.click(
      await screen.findByRole('option', { name: /checkout/ }),
    );
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
    expect(dialog.getByRole('combobox', { name: 'Affects' })).toHaveFocus();
    await userEvent.type(
      dialog.getByRole('textbox', { name: 'Title' }),
      'It burns',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Declare' }));
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(
        '/catalog/default/incident/inc-43',
      ),
    );
    expect(bodies).toEqual([
      expect.objectContaining({
        title: 'It burns',
        severity: 'sev3',
        lead: 'user:default/ada.olsen',
        affects: ['component:default/checkout'],
      }),
    ]);
    expect(prefer).toEqual(['wait=5']);
  });

  it('can declare even when nobody can tell where it will go', async () => {
    renderPage(some, {
      more: {
        'post /routing/preview': errorAnswer(
          503,
          'ServiceUnavailableError',
          'no answer',
        ),
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Declare an incident' }),
    );
    expect(
      await screen.findByText(/Cannot be told now \(no answer\)/),
    ).toBeInTheDocument();
  });
});
