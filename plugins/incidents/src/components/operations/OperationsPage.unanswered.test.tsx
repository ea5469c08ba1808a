import { screen } from '@testing-library/react';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { OperationsPage } from './OperationsPage';

// In a file of its own: answers about permissions are cached for the whole module.
describe('OperationsPage, when the permission framework does not answer', () => {
  it('says what failed rather than that a permission is missing', async () => {
    renderWithIncidents(<OperationsPage incidentsPath="/incidents" />, {
      handlers: [],
      permissions: {
        authorize: () => {
          throw new Error('The permission backend does not answer');
        },
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The permission backend does not answer',
    );
    expect(
      screen.queryByText(/incidents.operations.read/),
    ).not.toBeInTheDocument();
  });
});
