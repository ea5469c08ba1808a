import { IncidentActionItemPage } from '@backstage-incidents/incidents-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  actionItem,
  endOfDay,
  incidentActionItems,
  people,
} from '../../__testUtils__/fixtures';
import {
  Answer,
  errorAnswer,
  handlers,
  json,
} from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { MyActionItems } from './MyActionItems';

function renderWidget(answer: Answer, userEntityRef?: string) {
  const queries: URLSearchParams[] = [];
  renderWithIncidents(<MyActionItems />, {
    userEntityRef,
    handlers: handlers({
      'get /action-items': request => {
        queries.push(new URL(request.url).searchParams);
        return typeof answer === 'function' ? answer(request) : json(answer);
      },
    }),
  });
  return { queries };
}

const mine: IncidentActionItemPage = incidentActionItems([
  {
    ref: 'INC-42',
    item: actionItem({
      identifier: 'PAY-219',
      title: 'Add a circuit breaker',
      status: 'inProgress',
      priority: 'urgent',
      assignee: people.ada,
      overdue: true,
      dueSource: 'linear',
      dueAt: endOfDay(-4),
    }),
  },
  {
    ref: 'INC-7',
    visibility: 'private',
    item: actionItem({ identifier: 'ENG-1', title: 'Rotate the key' }),
  },
]);

describe('MyActionItems', () => {
  it('requests the user’s open items once', async () => {
    const { queries } = renderWidget(mine);
    await screen.findByRole('list', { name: 'My action items' });
    expect(queries).toHaveLength(1);
    expect(queries[0].getAll('assignee')).toEqual(['user:default/ada.olsen']);
    expect(queries[0].getAll('status')).toEqual(['todo', 'inProgress']);
  });

  it('shows title, incident, state and due date of each item', async () => {
    renderWidget(mine);
    const list = await screen.findByRole('list', { name: 'My action items' });
    const [first, second] = within(list).getAllByRole('listitem');
    expect(first).toHaveTextContent('PAY-219');
    expect(
      within(first).getByRole('link', { name: /Add a circuit breaker/ }),
    ).toHaveAttribute('href', 'https://linear.app/acme/issue/PAY-219');
    expect(within(first).getByRole('link', { name: 'INC-42' })).toHaveAttribute(
      'href',
      '/catalog/default/incident/inc-42',
    );
    expect(
      within(first).getByRole('img', { name: 'Priority: Urgent' }),
    ).toBeInTheDocument();
    expect(first).toHaveTextContent('In Progress');
    expect(first).toHaveTextContent('4 days overdue');
    expect(
      within(second).getByRole('img', { name: 'From a private incident' }),
    ).toBeInTheDocument();
    expect(second).toHaveTextContent('No due date');
  });

  it('counts all items, and links to the rest', async () => {
    renderWidget({ ...mine, totalItems: 14, overdueItems: 3 });
    expect(await screen.findByText('3 overdue')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: '12 more on your page' }),
    ).toHaveAttribute('href', '/catalog/default/user/ada.olsen');
  });

  it('says that there are no items, and when they will appear', async () => {
    renderWidget(incidentActionItems([]));
    expect(
      await screen.findByText(/Nothing is assigned to you/),
    ).toHaveTextContent('if your email there matches the catalog');
  });

  it('asks a guest to sign in, and requests nothing', async () => {
    const { queries } = renderWidget(mine, 'user:development/guest');
    expect(
      await screen.findByText(/You are signed in as a guest/),
    ).toBeInTheDocument();
    expect(queries).toHaveLength(0);
  });

  it('says that it is loading', async () => {
    renderWidget(() => new Promise<Response>(() => {}));
    expect(
      await screen.findByRole('status', { name: 'Loading' }),
    ).toBeInTheDocument();
  });

  it('says that the user has no access', async () => {
    renderWidget(errorAnswer(403, 'NotAllowedError', 'Unauthorized'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "You don't have access to this",
    );
  });

  it('says what failed, and tries again', async () => {
    let broken = true;
    renderWidget(request =>
      broken
        ? errorAnswer(500, 'Error', 'The database does not respond')()
        : json({ ...mine, url: request.url }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not respond',
    );
    broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('PAY-219')).toBeInTheDocument();
  });
});
