import { screen, within } from '@testing-library/react';
import {
  actionItem,
  actionItems,
  incident,
  people,
} from '../../__testUtils__/fixtures';
import { Answer, errorAnswer, handlers } from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { MyActionItems } from './MyActionItems';

function renderWidget(routes: Record<string, Answer>) {
  return renderWithIncidents(<MyActionItems />, { handlers: handlers(routes) });
}

describe('MyActionItems', () => {
  it('lists what is open and mine, over several incidents', async () => {
    renderWidget({
      'get /incidents': {
        items: [incident(), incident({ ref: 'INC-7' })],
        totalItems: 2,
      },
      'get /incidents/INC-42/action-items': actionItems(),
      'get /incidents/INC-7/action-items': actionItems({
        items: [
          actionItem({
            identifier: 'ENG-1',
            title: 'Also mine',
            assignee: people.ada,
          }),
          actionItem({
            identifier: 'ENG-2',
            title: 'Not mine',
            assignee: people.sam,
          }),
        ],
      }),
    });
    const list = await screen.findByRole('list', { name: 'My action items' });
    const rows = within(list).getAllByRole('listitem');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toHaveTextContent('PAY-219');
    expect(rows[0]).toHaveTextContent('3 d overdue');
    expect(
      within(rows[1]).getByRole('link', { name: 'INC-7' }),
    ).toHaveAttribute('href', '/catalog/default/incident/inc-7');
  });

  it('says that there is nothing, and that it may not be all', async () => {
    renderWidget({
      'get /incidents': { items: [incident()], totalItems: 21 },
      'get /incidents/INC-42/action-items': errorAnswer(500, 'Error', 'Broken'),
    });
    expect(
      await screen.findByText(/Nothing is assigned to you/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('From the most recently changed incidents.'),
    ).toBeInTheDocument();
  });
});
