import { incidentCreatePermission } from '@backstage-incidents/incidents-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { renderIncidentsPage } from '../../__testUtils__/renderIncidentsPage';

// In its own file: permission decisions are cached for the whole module.
describe('the incidents page of a user with read-only access', () => {
  it('does not offer to declare an incident', async () => {
    renderIncidentsPage(() => ({ items: [], totalItems: 0 }), {
      permissions: {
        authorize: ({ permission }) =>
          permission.name === incidentCreatePermission.name
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      },
    });
    await screen.findByRole('heading', { name: 'No incidents yet' });
    expect(
      await screen.findByRole('link', { name: 'Operations' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Declare an incident' }),
    ).not.toBeInTheDocument();
  });
});
