import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { incident } from '../../__testUtils__/fixtures';
import { errorAnswer, json } from '../../__testUtils__/handlers';
import {
  ListAnswer,
  renderIncidentsPage,
} from '../../__testUtils__/renderIncidentsPage';
import { facets } from '../../__testUtils__/statistics';

const some = (): ListAnswer => ({
  items: [incident({ ref: 'INC-42' })],
  totalItems: 1,
});

const address = () => screen.getByLabelText('address').textContent;

/** Three pages, by the cursors `second` and `third`. */
function threePages(params: URLSearchParams): ListAnswer {
  const page = (ref: string, nextCursor?: string): ListAnswer => ({
    items: [incident({ ref })],
    totalItems: 51,
    ...(nextCursor ? { nextCursor } : {}),
  });
  switch (params.get('cursor')) {
    case 'second':
      return page('INC-26', 'third');
    case 'third':
      return page('INC-1');
    default:
      return page('INC-51', 'second');
  }
}

describe('the address of the incidents page', () => {
  it('determines the request to the server', async () => {
    const asked = renderIncidentsPage(some, {
      path: '/?status=active&severity=sev1&team=PAY&visibility=public&label=pci&overdue=true&q=cards&lead=user%3Adefault%2Fada&after=one&after=two',
    });
    await screen.findByRole('row', { name: /INC-42/ });
    expect(asked.lists[0].toString()).toBe(
      'status=active&severity=sev1&team=PAY&visibility=public&lead=user%3Adefault%2Fada&label=pci&overdue=true&q=cards&orderBy=importance&limit=25&cursor=two',
    );
  });

  it('contains the chosen filters', async () => {
    renderIncidentsPage(some);
    await screen.findByRole('row', { name: /INC-42/ });
    await userEvent.click(screen.getByRole('switch', { name: 'Overdue only' }));
    await userEvent.click(screen.getByRole('button', { name: /Any status/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Active' }),
    );
    await userEvent.keyboard('{Escape}');
    await userEvent.type(
      screen.getByRole('searchbox', {
        name: 'Search reference, title, summary',
      }),
      'cards',
    );
    await waitFor(() =>
      expect(address()).toBe('/?status=active&overdue=true&q=cards'),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() => expect(address()).toBe('/'));
  });

  it('contains the chosen teams and labels of the incidents, found by typing', async () => {
    renderIncidentsPage(some);
    await userEvent.click(
      await screen.findByRole('button', { name: /Any team/ }),
    );
    expect(
      await screen.findByRole('option', { name: /PAY/ }),
    ).toHaveTextContent('30 incidents');
    await userEvent.click(screen.getByRole('option', { name: /INC/ }));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(address()).toBe('/?team=INC'));

    await userEvent.click(screen.getByRole('button', { name: /Any label/ }));
    await userEvent.type(
      await screen.findByRole('searchbox', { name: 'Search Label' }),
      'pc',
    );
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    expect(screen.getByRole('option', { name: /pci/ })).toHaveTextContent(
      '1 incident',
    );
    await userEvent.click(screen.getByRole('option', { name: /pci/ }));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(address()).toBe('/?team=INC&label=pci'));
  });

  it('hides a filter without values', async () => {
    renderIncidentsPage(some, {
      more: { 'get /facets': facets({ teams: [], labels: [] }) },
    });
    await screen.findByRole('row', { name: /INC-42/ });
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: /Any team/ }),
      ).not.toBeInTheDocument(),
    );
    expect(
      screen.queryByRole('button', { name: /Any label/ }),
    ).not.toBeInTheDocument();
  });

  it('is shown as chips, each of which can be removed', async () => {
    renderIncidentsPage(some, {
      path: '/?status=active&severity=sev1&team=GONE&visibility=private&lead=user%3Adefault%2Fada.olsen&affects=component%3Adefault%2Fcheckout&label=pci&overdue=true',
    });
    const chips = within(
      await screen.findByRole('grid', { name: 'Active filters' }),
    );
    expect(chips.getAllByRole('row').map(chip => chip.textContent)).toEqual([
      'Status: Active',
      'Severity: SEV1',
      'Team: GONE',
      'Visibility: Private',
      'Lead: ada.olsen',
      'Affects: checkout',
      'Label: pci',
      'With overdue action items',
    ]);
    expect(screen.getByRole('button', { name: 'Filters (8)' })).toHaveAttribute(
      'aria-expanded',
      'false',
    );
    for (const name of [/Severity/, /Team/, /Lead/, /overdue/]) {
      await userEvent.click(
        within(chips.getByRole('row', { name })).getByRole('button'),
      );
    }
    await waitFor(() =>
      expect(address()).toBe(
        '/?status=active&visibility=private&affects=component%3Adefault%2Fcheckout&label=pci',
      ),
    );
  });

  it('contains the page of the list, for Back and links', async () => {
    renderIncidentsPage(threePages);
    await screen.findByRole('row', { name: /INC-51/ });
    const pages = within(screen.getByRole('navigation', { name: 'Pages' }));
    expect(pages.getByText('1–1 of 51')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await screen.findByRole('row', { name: /INC-26/ });
    expect(screen.getByRole('heading', { name: '51 incidents' })).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await screen.findByRole('row', { name: /INC-1 / });
    expect(address()).toBe('/?after=second&after=third');
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled();
    expect(screen.getByText('51–51 of 51')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Previous' }));
    await screen.findByRole('row', { name: /INC-26/ });
    expect(address()).toBe('/?after=second');
  });

  it('leads to the first page when the filters change', async () => {
    renderIncidentsPage(threePages, { path: '/?after=second' });
    await screen.findByRole('row', { name: /INC-26/ });
    await userEvent.click(screen.getByRole('switch', { name: 'Overdue only' }));
    await screen.findByRole('row', { name: /INC-51/ });
    expect(address()).toBe('/?overdue=true');
  });

  it.each([
    [
      'is refused',
      errorAnswer(400, 'InputError', 'cursor: is not one of this list'),
    ],
    ['has nothing any more', () => json({ items: [], totalItems: 51 })],
  ])('starts over and says so when its page %s', async (_, gone) => {
    renderIncidentsPage(threePages, {
      path: '/?label=pci&after=old',
      more: {
        'get /incidents': request => {
          const { searchParams } = new URL(request.url);
          return searchParams.get('cursor') === 'old'
            ? gone()
            : json({ ...threePages(searchParams) });
        },
      },
    });
    await screen.findByRole('row', { name: /INC-51/ });
    const note = /the page you asked for no longer exists/;
    expect(screen.getByText(note)).toBeInTheDocument();
    expect(address()).toBe('/?label=pci');
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await screen.findByRole('row', { name: /INC-26/ });
    expect(screen.queryByText(note)).not.toBeInTheDocument();
  });

  it('can be copied, and the page says whether that worked', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    write.mockResolvedValueOnce();
    renderIncidentsPage(some, { path: '/?label=pci' });
    await user.click(await screen.findByRole('button', { name: 'Copy link' }));
    expect(await screen.findByText('Link copied')).toBeInTheDocument();
    expect(write).toHaveBeenCalledWith(window.location.href);

    write.mockRejectedValueOnce(new Error('forbidden'));
    await user.click(screen.getByRole('button', { name: 'Copy link' }));
    expect(
      await screen.findByText('Copy it from the address bar'),
    ).toBeInTheDocument();
  });
});
