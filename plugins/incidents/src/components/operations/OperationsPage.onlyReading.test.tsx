import { operationsUsePermission } from '@backstage-incidents/incidents-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { handlers } from '../../__testUtils__/handlers';
import { troubledStatus } from '../../__testUtils__/linearStatus';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { OperationsPage } from './OperationsPage';

// In its own file: decisions are cached for the life of the page.
describe('OperationsPage, with read-only access', () => {
  it('shows everything, offers no action, and says why', async () => {
    renderWithIncidents(<OperationsPage incidentsPath="/incidents" />, {
      handlers: handlers({ 'get /linear/status': troubledStatus() }),
      permissions: {
        authorize: request =>
          request.permission.name === operationsUsePermission.name
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      },
    });
    expect(
      await screen.findByText(
        /you need the permission incidents.operations.use/,
      ),
    ).toBeInTheDocument();
    expect(await screen.findByText(/640 of 2840/)).toBeInTheDocument();
    expect(screen.getByText(/no team with the key PAYX/)).toBeInTheDocument();
    for (const name of [/Re-sync/, /Accept/, /Retry/]) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });
});
