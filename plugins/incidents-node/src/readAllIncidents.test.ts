import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { HttpIncidentsService } from './HttpIncidentsService';
import { incidentFixture, IncidentsApiStub, refusal } from './testUtils';
import { readAllIncidents } from './readAllIncidents';

describe('readAllIncidents', () => {
  let api: IncidentsApiStub;

  beforeEach(async () => {
    api = await IncidentsApiStub.start();
  });

  afterEach(() => api.close());

  function read() {
    return readAllIncidents({
      incidents: HttpIncidentsService.create({
        auth: mockServices.auth(),
        discovery: api.discovery,
      }),
      credentials: mockCredentials.service(),
    });
  }

  const one = incidentFixture({ ref: 'INC-1' });
  const two = incidentFixture({ ref: 'INC-2' });

  it('reads page after page in order of creation', async () => {
    api.answer(({ query }) => ({
      body: query.get('cursor')
        ? { items: [two], totalItems: 2 }
        : { items: [one], totalItems: 2, nextCursor: 'second' },
    }));

    await expect(read()).resolves.toEqual([one, two]);
    expect(api.requests.map(({ query }) => Object.fromEntries(query))).toEqual([
      { orderBy: 'createdAt', limit: '200' },
      { orderBy: 'createdAt', limit: '200', cursor: 'second' },
    ]);
  });

  it('counts an incident once that comes twice', async () => {
    api.answer(({ query }) => ({
      body: query.get('cursor')
        ? { items: [one, two], totalItems: 2 }
        : { items: [one], totalItems: 2, nextCursor: 'second' },
    }));

    await expect(read()).resolves.toEqual([one, two]);
  });

  it('fails when a later page fails', async () => {
    api.answer(({ query }) =>
      query.get('cursor')
        ? refusal(503, 'ServiceUnavailableError', 'not now')
        : { body: { items: [one], totalItems: 2, nextCursor: 'second' } },
    );

    await expect(read()).rejects.toThrow('503');
  });

  it('fails when the list ends early', async () => {
    api.answer(() => ({ body: { items: [one], totalItems: 2 } }));

    await expect(read()).rejects.toThrow('ended after 1 of 2');
  });

  it('fails when the list goes round in circles', async () => {
    api.answer(() => ({
      body: { items: [one], totalItems: 2, nextCursor: 'again' },
    }));

    await expect(read()).rejects.toThrow('stopped advancing');
  });
});
