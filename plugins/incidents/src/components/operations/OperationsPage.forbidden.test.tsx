import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { handlers } from '../../__testUtils__/handlers';
import { linearStatus } from '../../__testUtils__/linearStatus';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { OperationsPage } from './OperationsPage';

// In its own file: decisions are cached for the life of the page.
describe('OperationsPage, without read permission', () => {
  it('shows nothing but the missing permission', async () => {
    renderWithIncidents(<OperationsPage incidentsPath="/incidents" />, {
      handlers: handlers({ 'get /linear/status': linearStatus() }),
      permissions: { authorize: () => AuthorizeResult.DENY },
    });
    expect(
      await screen.findByText("You don't have access to this"),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: 'Connection' }),
    ).not.toBeInTheDocument();
  });
});
