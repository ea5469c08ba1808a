import { mockServices } from '@backstage/backend-test-utils';
import { incidentReadPermission } from '@backstage-incidents/incidents-common';
import { HttpIncidentsService } from '@backstage-incidents/incidents-node';
import {
  actionItemFixture,
  incidentFixture,
  IncidentsApiStub,
  redactedIncidentFixture,
  refusal,
} from '@backstage-incidents/incidents-node/testUtils';
import { createIncidentCollator } from './createIncidentCollator';

describe('the search documents of incidents', () => {
  let api: IncidentsApiStub;

  beforeEach(async () => {
    api = await IncidentsApiStub.start();
  });

  afterEach(() => api.close());

  async function collect() {
    const auth = mockServices.auth({ pluginId: 'search' });
    const collator = createIncidentCollator({
      auth,
      incidents: HttpIncidentsService.create({
        auth,
        discovery: api.discovery,
      }),
    });
    expect(collator.visibilityPermission).toBe(incidentReadPermission);
    return (await collator.getCollator()).toArray();
  }

  it('hold what people look for, and are authorized one by one', async () => {
    const { ref, severity, status, title } = incidentFixture();
    const incident = incidentFixture({
      summary: 'Since the noon release',
      labels: ['latency'],
    });
    const summary = {
      ref,
      entityRef: incident.entityRef,
      title,
      severity,
      status,
      visibility: 'public',
    };
    api.answer(({ path, query }) => {
      if (path !== '/action-items') {
        return { body: { items: [incident], totalItems: 1 } };
      }
      const item = actionItemFixture({
        title: query.get('cursor')
          ? 'Alert on queue age'
          : 'Add a circuit breaker',
      });
      return {
        body: {
          items: [{ incident: summary, actionItem: item }],
          totalItems: 2,
          overdueItems: 0,
          ...(query.get('cursor') ? {} : { nextCursor: 'second' }),
        },
      };
    });

    const [document, ...more] = await collect();

    expect(more).toEqual([]);
    expect(document).toMatchObject({
      title: 'INC-42 Checkout answers with errors',
      location: '/catalog/default/incident/inc-42',
      authorization: { resourceRef: 'INC-42' },
      ref: 'INC-42',
      severity: 'sev2',
      status: 'active',
      progress: incident.progress,
    });
    expect(document.text.split('\n')).toEqual([
      'Since the noon release',
      'sev2',
      'active',
      'latency',
      'PAY-214',
      'Add a circuit breaker',
      'Alert on queue age',
    ]);
  });

  it.each(['done', 'canceled'] as const)(
    'of %s incidents lead to the page that stays when the catalog has them no more',
    async status => {
      api.answer(({ path }) => ({
        body:
          path === '/action-items'
            ? { items: [], totalItems: 0, overdueItems: 0 }
            : { items: [incidentFixture({ status })], totalItems: 1 },
      }));
      expect(await collect()).toEqual([
        expect.objectContaining({ location: '/incidents/INC-42' }),
      ]);
    },
  );

  it('leave private incidents out, and are never none, since that would keep the old ones', async () => {
    api.answer(({ path }) => ({
      body:
        path === '/action-items'
          ? { items: [], totalItems: 0, overdueItems: 0 }
          : { items: [redactedIncidentFixture('INC-7')], totalItems: 1 },
    }));
    expect(await collect()).toEqual([
      expect.objectContaining({ title: 'Incidents' }),
    ]);
  });

  it('are not replaced by a part of them when the API fails', async () => {
    api.answer(({ path }) =>
      path === '/action-items'
        ? { body: { items: [], totalItems: 0, overdueItems: 0 } }
        : refusal(503, 'ServiceUnavailableError', 'Not now'),
    );
    await expect(collect()).rejects.toMatchObject({ statusCode: 503 });
  });
});
