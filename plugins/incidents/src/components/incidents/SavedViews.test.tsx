import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { entity } from '../../__testUtils__/entities';
import { incident } from '../../__testUtils__/fixtures';
import { renderIncidentsPage } from '../../__testUtils__/renderIncidentsPage';

const some = () => ({ items: [incident({ ref: 'INC-42' })], totalItems: 1 });

async function view(name: string) {
  return within(
    await screen.findByRole('radiogroup', { name: 'Saved views' }),
  ).findByRole('radio', { name });
}

const memberOf = (name: string, group: string) => ({
  ...entity('User', name),
  relations: [{ type: 'memberOf', targetRef: group }],
});

describe('saved views', () => {
  it('show the incidents of the user, and say which view is shown', async () => {
    const asked = renderIncidentsPage(some);
    await userEvent.click(await view('Mine'));
    await waitFor(() =>
      expect(asked.lists.at(-1)?.getAll('lead')).toEqual([
        'user:default/ada.olsen',
      ]),
    );
    expect(await view('Mine')).toBeChecked();
    await userEvent.click(await view('All'));
    await waitFor(() => expect(asked.lists.at(-1)?.has('lead')).toBe(false));
  });

  it("show the incidents that members of the user's groups lead", async () => {
    const asked = renderIncidentsPage(some, {
      groups: ['group:default/payments'],
      entities: [
        memberOf('sam.weber', 'group:default/payments'),
        memberOf('omar.haddad', 'group:default/search'),
      ],
    });
    await userEvent.click(await view('My team'));
    await waitFor(() =>
      expect(asked.lists.at(-1)?.getAll('lead')).toEqual([
        'user:default/sam.weber',
      ]),
    );
  });

  it('keep the last one for the next visit', async () => {
    const asked = renderIncidentsPage(some, {
      stored: { incidents: { view: 'needsAttention' } },
    });
    await waitFor(() =>
      expect(asked.lists.at(-1)?.get('needsAttention')).toBe('true'),
    );
    expect(await view('Needs attention')).toBeChecked();
  });

  it('do not change a view that somebody shared', async () => {
    const asked = renderIncidentsPage(some, {
      path: '/?severity=sev1',
      stored: { incidents: { view: 'needsAttention' } },
    });
    await screen.findByRole('row', { name: /INC-42/ });
    await view('Active');
    expect(asked.lists.some(list => list.has('needsAttention'))).toBe(false);
    expect(asked.lists.at(-1)?.get('severity')).toBe('sev1');
  });
});
