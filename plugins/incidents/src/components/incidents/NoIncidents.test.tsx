import { incidentReadPermission } from '@backstage-incidents/incidents-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { renderIncidentsPage } from '../../__testUtils__/renderIncidentsPage';

// In its own file: permission decisions are cached for the whole module.
describe('the incidents page without incidents', () => {
  it('names the permission that may be missing, and offers what is allowed', async () => {
    renderIncidentsPage(() => ({ items: [], totalItems: 0 }), {
      permissions: {
        authorize: ({ permission }) =>
          permission.name === incidentReadPermission.name
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
      },
    });
    expect(
      await screen.findByRole('heading', { name: 'No incidents yet' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(new RegExp(incidentReadPermission.name)),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Declare an incident' }),
    ).toBeInTheDocument();
  });
});
