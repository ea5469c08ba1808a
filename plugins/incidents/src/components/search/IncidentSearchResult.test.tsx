import { IncidentDocument } from '@backstage-incidents/incidents-common';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { IncidentSearchResult } from './IncidentSearchResult';

const found: IncidentDocument = {
  title: 'INC-42 Checkout answers with errors',
  text: 'Since the noon release\nAlert on queue age',
  location: '/catalog/default/incident/inc-42',
  ref: 'INC-42',
  summary: 'Since the noon release',
  severity: 'sev2',
  status: 'mitigated',
  labels: [],
  progress: {
    total: 3,
    todo: 1,
    inProgress: 1,
    done: 1,
    canceled: 0,
    overdue: 0,
  },
};

describe('an incident among search results', () => {
  it('links to its page and shows severity, status and progress', async () => {
    renderInTestApp(<IncidentSearchResult result={found} />);
    expect(
      await screen.findByRole('link', { name: found.title }),
    ).toHaveAttribute('href', found.location);
    expect(screen.getByText('SEV2')).toBeInTheDocument();
    expect(screen.getByText('Mitigated')).toBeInTheDocument();
    expect(screen.getByRole('progressbar', { name: /INC-42/ })).toHaveAttribute(
      'aria-valuenow',
      '1',
    );
  });

  it('marks what was searched for', async () => {
    renderInTestApp(
      <IncidentSearchResult
        result={found}
        highlight={{
          preTag: '<b1>',
          postTag: '</b1>',
          fields: { text: 'Alert on <b1>queue</b1> age' },
        }}
      />,
    );
    const mark = await screen.findByText('queue');
    expect(mark.tagName).toBe('MARK');
  });

  it('shows a document of another version by its title and text', async () => {
    const { title, text, location } = found;
    renderInTestApp(
      <IncidentSearchResult result={{ title, text, location }} />,
    );
    expect(await screen.findByRole('link', { name: title })).toBeVisible();
    expect(screen.queryByRole('progressbar')).not.toBeInTheDocument();
  });
});
