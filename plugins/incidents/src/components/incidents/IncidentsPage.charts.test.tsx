import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { incident } from '../../__testUtils__/fixtures';
import { errorAnswer, json } from '../../__testUtils__/handlers';
import { renderIncidentsPage } from '../../__testUtils__/renderIncidentsPage';
import { noStatistics, statistics } from '../../__testUtils__/statistics';

const some = () => ({ items: [incident()], totalItems: 1 });

const chart = async (name: string) =>
  within(await screen.findByRole('region', { name }));

describe('the charts of the incidents page', () => {
  it('are shown on request, and the URL keeps that', async () => {
    renderIncidentsPage(some);
    const show = await screen.findByRole('button', { name: 'Show charts' });
    expect(
      screen.queryByRole('region', {
        name: 'Incidents and action items over time',
      }),
    ).not.toBeInTheDocument();
    await userEvent.click(show);
    await chart('Opened and closed per week');
    expect(screen.getByLabelText('address')).toHaveTextContent('/?charts=1');
    await userEvent.click(screen.getByRole('button', { name: 'Hide charts' }));
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(/^\/$/),
    );
  });

  it.each([
    [
      'Incidents opened per week',
      'In the last 4 weeks, 22 incidents were opened: SEV1 4, SEV2 0, SEV3 18, SEV4 0, SEV5 0.',
      [
        'Week of SEV1 SEV2 SEV3 SEV4 SEV5',
        'Oct 26 1 0 4 0 0',
        'Nov 2 0 0 6 0 0',
      ],
    ],
    [
      'Time to mitigate',
      'Time to mitigate, median and 90th percentile: Oct 26 2 h and 5 h, Nov 9 2 h and 5 h, Nov 16 2 h and 5 h.',
      [
        'Week of Median time 90th percentile Incidents',
        'Oct 26 2 h 5 h 1',
        'Nov 2 – – 0',
      ],
    ],
    [
      'Time to close',
      'Time to close, median and 90th percentile: Oct 26 3 d and 5 d, Nov 9 3 d and 5 d, Nov 16 3 d and 5 d.',
      ['Oct 26 3 d 5 d 1', 'Nov 2 – – 0'],
    ],
    [
      'Opened and closed per week',
      'In the last 4 weeks, 23 action items were opened and 17 closed.',
      [
        'Week of Opened Closed',
        'Oct 26 4 2',
        'Nov 2 7 5',
        'Nov 9 3 6',
        'Nov 16 9 4',
      ],
    ],
    [
      'Age of open action items',
      'Open action items by age: < 7 d: 12, 7–14 d: 9, 14–30 d: 15, 30–90 d: 8, ≥ 90 d: 4.',
      [
        'Age Action items',
        '< 7 d 12',
        '7–14 d 9',
        '14–30 d 15',
        '30–90 d 8',
        '≥ 90 d 4',
      ],
    ],
    [
      'Completion time by severity',
      'Median time from creation to completion: SEV1 2 d 6 h, SEV2 4 d, SEV3 9 d 12 h, SEV4 12 d.',
      [
        'Severity Median time Completed',
        'SEV1 2 d 6 h 14',
        'SEV2 4 d 22',
        'SEV3 9 d 12 h 18',
        'SEV4 12 d 3',
        'SEV5 – 0',
      ],
    ],
  ])(
    '%s: says its message, and its numbers in a table',
    async (title, alternative, rows) => {
      renderIncidentsPage(some, { path: '/?charts=1' });
      const region = await chart(title);
      expect(
        region.getByRole('img', { name: alternative }),
      ).toBeInTheDocument();
      const toggle = region.getByRole('button', { name: `Table of: ${title}` });
      await userEvent.click(toggle);
      expect(toggle).toHaveAttribute('aria-pressed', 'true');
      const table = within(region.getByRole('table', { name: title }));
      for (const name of rows) {
        expect(table.getByRole('row', { name })).toBeInTheDocument();
      }
      expect(region.queryByRole('img')).not.toBeInTheDocument();
    },
  );

  it('show times by team and by component, and say where there are none', async () => {
    renderIncidentsPage(some, { path: '/?charts=1' });
    const mitigate = await chart('Time to mitigate');
    const groupings = within(
      screen.getByRole('radiogroup', { name: 'Group times by' }),
    );
    await userEvent.click(groupings.getByRole('radio', { name: 'By team' }));
    expect(
      mitigate.getByRole('img', {
        name: 'Time to mitigate, median and 90th percentile: PAY 1 h 30 min and 4 h, INC 3 h and 3 h.',
      }),
    ).toBeInTheDocument();
    await userEvent.click(
      groupings.getByRole('radio', { name: 'By component' }),
    );
    await userEvent.click(
      mitigate.getByRole('button', { name: 'Table of: Time to mitigate' }),
    );
    expect(
      mitigate.getByRole('row', { name: 'checkout 2 h 6 h 2' }),
    ).toBeInTheDocument();
    expect(
      (await chart('Time to close')).getByText(
        'Nothing was closed in these weeks',
      ),
    ).toBeInTheDocument();
  });

  it('cover the chosen period', async () => {
    const asked = renderIncidentsPage(some, {
      path: '/?label=pci&charts=1&weeks=4',
    });
    const spans = within(
      await screen.findByRole('radiogroup', { name: 'Time range' }),
    );
    expect(spans.getByRole('radio', { name: '4 weeks' })).toBeChecked();
    await userEvent.click(spans.getByRole('radio', { name: '52 weeks' }));
    await waitFor(() =>
      expect(asked.statistics.map(String)).toEqual([
        'label=pci&weeks=4',
        'label=pci&weeks=52',
      ]),
    );
    expect(screen.getByLabelText('address')).toHaveTextContent(
      '/?label=pci&charts=1&weeks=52',
    );
  });

  it('say when there is no data', async () => {
    renderIncidentsPage(some, {
      path: '/?charts=1',
      more: { 'get /statistics': noStatistics() },
    });
    expect(
      await screen.findByText('Nothing was opened or closed in these weeks'),
    ).toBeInTheDocument();
    expect(screen.getByText('No open action items')).toBeInTheDocument();
    expect(
      screen.getByText('No incident was opened in these weeks'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Nothing was completed in these weeks'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Table of/ }),
    ).not.toBeInTheDocument();
  });

  it('say that they are loading, and an error is shown once, with one retry', async () => {
    let isBroken = true;
    renderIncidentsPage(some, {
      path: '/?charts=1',
      more: {
        'get /statistics': () =>
          isBroken
            ? errorAnswer(500, 'Error', 'The database does not respond')()
            : json({ ...statistics() }),
      },
    });
    const section = within(
      await screen.findByRole('region', {
        name: 'Incidents and action items over time',
      }),
    );
    expect(section.getByText('Loading')).toBeInTheDocument();
    expect(
      await screen.findByText("The numbers couldn't be loaded."),
    ).toHaveTextContent('The database does not respond');
    expect(section.queryByText('Loading')).not.toBeInTheDocument();
    isBroken = false;
    // `getBy`: there is only one.
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await chart('Age of open action items');
    expect(
      screen.queryByText("The numbers couldn't be loaded."),
    ).not.toBeInTheDocument();
  });

  it('have one retry when all requests fail', async () => {
    let isBroken = true;
    const refused = errorAnswer(500, 'Error', 'The database does not respond');
    renderIncidentsPage(some, {
      path: '/?charts=1',
      more: {
        'get /incidents': () => (isBroken ? refused() : json({ ...some() })),
        'get /statistics': () =>
          isBroken ? refused() : json({ ...statistics() }),
      },
    });
    await userEvent.click(
      within(await screen.findByRole('alert')).getByRole('button', {
        name: 'Try again',
      }),
    );
    expect(screen.getAllByRole('button', { name: 'Try again' })).toHaveLength(
      1,
    );
    isBroken = false;
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );
    await chart('Age of open action items');
    expect(await screen.findByRole('row', { name: /INC-42/ })).toBeVisible();
  });
});
