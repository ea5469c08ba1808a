import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { actionItems, incident } from '../../__testUtils__/fixtures';
import { Answer, errorAnswer, json } from '../../__testUtils__/handlers';
import { renderIncidentsPage } from '../../__testUtils__/renderIncidentsPage';

const list = () => ({
  items: ['INC-1', 'INC-2', 'INC-3'].map(ref => incident({ ref })),
  totalItems: 3,
});

async function choose(name: string) {
  await userEvent.click(
    await screen.findByRole('button', { name: 'More actions for this list' }),
  );
  await userEvent.click(await screen.findByRole('menuitem', { name }));
}

async function syncAll(more: Record<string, Answer>) {
  renderIncidentsPage(list, { more });
  await screen.findByRole('row', { name: /INC-1/ });
  await choose('Select incidents to sync');
  await userEvent.click(
    await screen.findByRole('checkbox', { name: /Select all/ }),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Sync selected' }));
}

const synced = {
  outcome: 'synced',
  stats: { added: 1, changed: 0, removed: 0, unchanged: 2, requests: 1 },
  sync: actionItems().sync,
};

describe('the actions of the list of incidents', () => {
  it('sync the selected incidents, and say what was synced and what failed', async () => {
    await syncAll({
      'post /incidents/INC-1/sync': synced,
      'post /incidents/INC-2/sync': errorAnswer(
        503,
        'ServiceUnavailableError',
        'Linear did not respond',
      ),
      'post /incidents/INC-3/sync': errorAnswer(403, 'NotAllowedError', 'No'),
    });
    const title = await screen.findByText('1 incident synced, 2 failed');
    const result = title.closest('[role=status]');
    expect(result).toHaveTextContent('1 new action item.');
    expect(result).toHaveTextContent('INC-2 Linear did not respond.');
    expect(result).toHaveTextContent(
      "INC-3 You don't have permission to sync it.",
    );
  });

  it('stop at the limit of syncs in a minute, and sync the rest on request', async () => {
    let isLimited = true;
    await syncAll({
      'post /incidents/INC-1/sync': synced,
      'post /incidents/INC-2/sync': () =>
        isLimited
          ? errorAnswer(429, 'TooManyRequestsError', 'Too many', {
              code: 'tooManyRequests',
              params: { perMinute: 20, retryAfterSeconds: 40 },
              retryAfterSeconds: 40,
            })()
          : json(synced),
      'post /incidents/INC-3/sync': synced,
    });
    const title = await screen.findByText(
      '2 incidents synced, 1 not synced yet',
    );
    const result = title.closest<HTMLElement>('[role=status]');
    expect(result).toHaveTextContent(
      'Only 20 of these requests are allowed in a minute. Try again in 40 s.',
    );
    isLimited = false;
    await userEvent.click(
      within(result ?? document.body).getByRole('button', {
        name: 'Sync the other one',
      }),
    );
    expect(await screen.findByText('1 incident synced')).toBeInTheDocument();
  });

  it('say why a CSV file could not be made', async () => {
    renderIncidentsPage(list, {
      more: {
        'get /incidents.csv': errorAnswer(500, 'Error', 'The database is away'),
      },
    });
    await screen.findByRole('row', { name: /INC-1/ });
    await choose('Download incidents (CSV)');
    expect(
      await screen.findByText('The download failed. The database is away.'),
    ).toBeInTheDocument();
  });

  it('can be reached by keyboard shortcuts, but not while a field has the focus', async () => {
    renderIncidentsPage(list);
    const row = await screen.findByRole('row', { name: /INC-1/ });
    await userEvent.keyboard('j');
    expect(row).toHaveFocus();
    await userEvent.keyboard('jk');
    expect(row).toHaveFocus();
    await userEvent.keyboard('s');
    expect(
      await screen.findByRole('button', { name: 'Sync selected' }),
    ).toBeInTheDocument();
    await userEvent.keyboard('/');
    const search = screen.getByRole('searchbox');
    expect(search).toHaveFocus();
    await userEvent.keyboard('n');
    expect(search).toHaveValue('n');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    await userEvent.clear(search);
    act(() => search.blur());
    await userEvent.keyboard('n');
    expect(
      await screen.findByRole('dialog', { name: 'Declare an incident' }),
    ).toBeInTheDocument();
  });

  it('list the keyboard shortcuts on request', async () => {
    renderIncidentsPage(list);
    await screen.findByRole('row', { name: /INC-1/ });
    await userEvent.keyboard('?');
    const dialog = await screen.findByRole('dialog', {
      name: 'Keyboard shortcuts',
    });
    expect(dialog).toHaveTextContent('JNext row');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Close' }),
    );
    await choose('Keyboard shortcuts');
    expect(
      await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }),
    ).toBeInTheDocument();
  });
});
