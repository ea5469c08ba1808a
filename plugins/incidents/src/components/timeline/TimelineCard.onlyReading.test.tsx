import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { fromNow, incident } from '../../__testUtils__/fixtures';
import { handlers } from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { TimelineCard } from './TimelineCard';

// In its own file: permission decisions are cached for the whole module.
describe('the timeline card of a user with read-only access', () => {
  it('offers neither to add nor to delete a note', async () => {
    renderWithIncidents(<TimelineCard incidentRef="INC-42" />, {
      handlers: handlers({
        'get /incidents/INC-42/timeline': {
          items: [
            {
              id: 'id-0',
              at: fromNow(0),
              kind: 'noteAdded',
              actor: 'user:default/ada.olsen',
              params: { text: 'Mine' },
            },
          ],
        },
        'get /incidents/INC-42': incident(),
      }),
      permissions: { authorize: () => AuthorizeResult.DENY },
    });
    expect(await screen.findByText('Mine')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Add note' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Delete note' }),
    ).not.toBeInTheDocument();
  });
});
