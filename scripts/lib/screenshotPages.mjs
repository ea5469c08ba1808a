/** The pages that the documentation shows, and when each is complete. */
export const screenshotPages = [
  {
    name: 'incident',
    path: '/catalog/default/incident/inc-1',
    ready: page =>
      page
        .getByRole('region', { name: 'Action items' })
        .getByText(/Synced/)
        .waitFor(),
  },
];
