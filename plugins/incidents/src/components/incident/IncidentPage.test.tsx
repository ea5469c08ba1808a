import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import {
  actionItem,
  actionItems,
  incident,
} from '../../__testUtils__/fixtures';
import { Answer, errorAnswer, handlers } from '../../__testUtils__/handlers';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { IncidentPage } from './IncidentPage';

function renderPage(answer: Answer) {
  renderWithIncidents(
    <Routes>
      <Route path="/:ref" element={<IncidentPage incidentsPath="/" />} />
    </Routes>,
    {
      path: '/inc-42',
      handlers: handlers({
        'get /incidents/INC-42': answer,
        'get /incidents/INC-42/action-items': actionItems({
          items: [actionItem({ identifier: 'PAY-7', title: 'Add an index' })],
        }),
        'get /incidents/INC-42/timeline': { items: [] },
      }),
    },
  );
}

describe('the page of an incident by its reference', () => {
  it('shows overview, action items and timeline, though the catalog does not have it', async () => {
    renderPage(incident({ ref: 'INC-42', title: 'It burns' }));
    expect(
      await screen.findByRole('heading', { level: 1, name: 'INC-42 It burns' }),
    ).toBeInTheDocument();
    expect(await screen.findByText('Add an index')).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'Timeline' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Incidents' })).toHaveAttribute(
      'href',
      '/',
    );
  });

  it('says once that it is not there for the user', async () => {
    renderPage(
      errorAnswer(404, 'NotFoundError', 'There is no incident INC-42'),
    );
    expect(await screen.findAllByRole('alert')).toHaveLength(1);
    expect(
      screen.getByRole('heading', { level: 1, name: 'INC-42' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Timeline')).not.toBeInTheDocument();
  });
});
