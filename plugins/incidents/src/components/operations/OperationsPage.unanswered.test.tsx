import { screen } from '@testing-library/react';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { OperationsPage } from './OperationsPage';

// In its own file: permission decisions are cached for the whole module.
describe('OperationsPage, when the permission framework does not respond', () => {
  it('says what failed, not that a permission is missing', async () => {
    renderWithIncidents(<OperationsPage incidentsPath="/incidents" />, {
      handlers: [],
      permissions: {
        authorize: () => {
          throw new Error('The permission backend does not respond');
        },
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The permission backend does not respond',
    );
    expect(
      screen.queryByText(/incidents.operations.read/),
    ).not.toBeInTheDocument();
  });
});
