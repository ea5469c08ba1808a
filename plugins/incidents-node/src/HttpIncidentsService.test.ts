import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import { HttpIncidentsService } from './HttpIncidentsService';
import {
  actionItemFixture,
  incidentFixture,
  IncidentsApiStub,
  redactedIncidentFixture,
  refusal,
} from './testUtils';

describe('HttpIncidentsService', () => {
  let api: IncidentsApiStub;
  let incidents: HttpIncidentsService;
  const credentials = mockCredentials.user('user:default/jane');
  const authorization = mockCredentials.service.header({
    onBehalfOf: credentials,
    targetPluginId: 'incidents',
  });

  beforeEach(async () => {
    api = await IncidentsApiStub.start();
    incidents = HttpIncidentsService.create({
      auth: mockServices.auth(),
      discovery: api.discovery,
    });
  });

  afterEach(() => api.close());

  it('declares an incident on behalf of the caller', async () => {
    const incident = incidentFixture();
    api.answer(() => ({ status: 201, body: incident }));

    await expect(
      incidents.createIncident(
        { title: incident.title, severity: 'sev2' },
        { credentials, idempotencyKey: 'once', waitSeconds: 5 },
      ),
    ).resolves.toEqual(incident);
    expect(api.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/incidents',
        body: { title: incident.title, severity: 'sev2' },
        headers: expect.objectContaining({
          authorization,
          'idempotency-key': 'once',
          prefer: 'wait=5',
        }),
      }),
    ]);
  });

  const sync = { stale: false, refreshing: false };
  const { parentIssue, progress } = incidentFixture();
  const stats = { added: 0, changed: 0, removed: 0, unchanged: 1, requests: 1 };

  it.each([
    {
      call: () => incidents.getIncident('INC-42', { credentials }),
      request: { method: 'GET', path: '/incidents/INC-42' },
      answer: incidentFixture(),
    },
    {
      call: () => incidents.getIncidentAsService('INC-43', { credentials }),
      request: { method: 'GET', path: '/incidents/INC-43' },
      answer: redactedIncidentFixture('INC-43'),
    },
    {
      call: () => incidents.listIncidentsAsService({}, { credentials }),
      request: { method: 'GET', path: '/incidents' },
      answer: {
        items: [incidentFixture(), redactedIncidentFixture('INC-43')],
        totalItems: 2,
      },
    },
    {
      call: () => incidents.listIncidents({ limit: 1 }, { credentials }),
      request: { method: 'GET', path: '/incidents' },
      answer: { items: [incidentFixture()], totalItems: 1 },
    },
    {
      call: () =>
        incidents.updateIncident(
          'INC-42',
          { expectedVersion: 1, status: 'done' },
          { credentials },
        ),
      request: {
        method: 'PATCH',
        path: '/incidents/INC-42',
        body: { expectedVersion: 1, status: 'done' },
      },
      answer: incidentFixture({ status: 'done', version: 2 }),
    },
    {
      call: () => incidents.listActionItems('INC-42', { credentials }),
      request: { method: 'GET', path: '/incidents/INC-42/action-items' },
      answer: {
        items: [actionItemFixture()],
        teams: [],
        relatedIncidents: [],
        progress,
        parentIssue,
        sync,
      },
    },
    {
      call: () =>
        incidents.createActionItem('INC-42', { title: 'x' }, { credentials }),
      request: {
        method: 'POST',
        path: '/incidents/INC-42/action-items',
        body: { title: 'x' },
      },
      answer: actionItemFixture(),
    },
    {
      call: () =>
        incidents.updateActionItem(
          'INC-42',
          'PAY-215',
          { priority: 'high' },
          { credentials },
        ),
      request: {
        method: 'PATCH',
        path: '/incidents/INC-42/action-items/PAY-215',
        body: { priority: 'high' },
      },
      answer: actionItemFixture({ priority: 'high' }),
    },
    {
      call: () =>
        incidents.transitionActionItem(
          'INC-42',
          'PAY-215',
          { to: 'Done' },
          { credentials },
        ),
      request: {
        method: 'POST',
        path: '/incidents/INC-42/action-items/PAY-215/transition',
        body: { to: 'Done' },
      },
      answer: { outcome: 'moved', from: 'Todo', to: 'Done' },
    },
    {
      call: () => incidents.syncIncident('INC-42', { credentials }),
      request: { method: 'POST', path: '/incidents/INC-42/sync' },
      answer: { outcome: 'synced', stats, sync },
    },
  ])(
    'sends $request.method $request.path on behalf of the caller',
    async ({ call, request, answer }) => {
      api.answer(() => ({ body: answer }));

      await expect(call()).resolves.toEqual(answer);
      expect(api.requests).toEqual([
        expect.objectContaining({
          ...request,
          headers: expect.objectContaining({ authorization }),
        }),
      ]);
    },
  );

  it('passes on the errors of the API', async () => {
    api.answer(() => refusal(404, 'NotFoundError', 'no INC-9'));

    const answer = incidents.getIncident('INC-9', { credentials });
    await expect(answer).rejects.toBeInstanceOf(ResponseError);
    await expect(answer).rejects.toMatchObject({
      statusCode: 404,
      cause: { name: 'NotFoundError', message: 'no INC-9' },
    });
  });
});
