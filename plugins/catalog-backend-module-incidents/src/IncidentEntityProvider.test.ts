import { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  CatalogService,
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import {
  INCIDENTS_EVENTS_TOPIC,
  ServiceIncident,
} from '@backstage-incidents/incidents-common';
import { HttpIncidentsService } from '@backstage-incidents/incidents-node';
import {
  eventually,
  incidentFixture,
  IncidentsApiStub,
  redactedIncidentFixture,
  refusal,
  StubRequest,
} from '@backstage-incidents/incidents-node/testUtils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ConstantBackoff } from 'cockatiel';
import { IncidentEntityProvider } from './IncidentEntityProvider';

/** What the catalog would hold, and how it came to that. */
class CatalogBucket implements EntityProviderConnection {
  readonly entities = new Map<string, Entity>();
  /** The names that each mutation named. */
  readonly mutations: string[][] = [];

  async applyMutation(mutation: EntityProviderMutation) {
    if (mutation.type === 'full') {
      throw new Error('Only what changed is applied');
    }
    const removed = mutation.removed.map(entity =>
      'entityRef' in entity
        ? parseEntityRef(entity.entityRef).name
        : entity.entity.metadata.name,
    );
    removed.forEach(name => this.entities.delete(name));
    for (const { entity } of mutation.added) {
      this.entities.set(entity.metadata.name, entity);
    }
    this.mutations.push([
      ...mutation.added.map(({ entity }) => entity.metadata.name),
      ...removed,
    ]);
  }

  /** As a catalog that holds these and some others would respond. */
  service(others: Entity[]): CatalogService {
    const now = () =>
      catalogServiceMock({ entities: [...this.entities.values(), ...others] });
    return catalogServiceMock.mock({
      getEntities: (...args) => now().getEntities(...args),
      getEntitiesByRefs: (...args) => now().getEntitiesByRefs(...args),
      queryEntities: (...args) => now().queryEntities(...args),
    });
  }

  async refresh() {
    throw new Error('not used');
  }

  get titles() {
    return Object.fromEntries(
      [...this.entities].map(([name, { metadata }]) => [name, metadata.title]),
    );
  }
}

const NOW = new Date('2026-03-01T12:00:00Z');
const DAY_MS = 24 * 3_600_000;
const daysAgo = (days: number) =>
  new Date(NOW.getTime() - days * DAY_MS).toISOString();

function component(name: string, ...owners: string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    relations: owners.map(targetRef => ({ type: 'ownedBy', targetRef })),
  };
}

/** As the list of the API: redacted ones only without a filter and in order of creation. */
function listed(stored: ServiceIncident[], query: URLSearchParams) {
  const statuses = query.getAll('status');
  const showsAll =
    statuses.length === 0 && query.get('orderBy') !== '-updatedAt';
  const items = stored.filter(
    incident =>
      showsAll ||
      (incident.visibility === 'public' &&
        (statuses.length === 0 || statuses.includes(incident.status))),
  );
  return { items, totalItems: items.length };
}

describe('IncidentEntityProvider', () => {
  let api: IncidentsApiStub;
  let catalog: CatalogBucket;
  let events: EventsService;
  let logger: jest.Mocked<LoggerService>;
  let refresh: () => Promise<void>;
  let catchUp: () => Promise<void>;
  let stored: ServiceIncident[];
  let scheduled: string;
  let triggered: string[];

  function answerFromStore({ path, query }: StubRequest) {
    if (path === '/incidents') {
      return { body: listed(stored, query) };
    }
    const found = stored.find(({ ref }) => path === `/incidents/${ref}`);
    return found
      ? { body: found }
      : refusal(404, 'NotFoundError', 'There is no such incident');
  }

  function publish(type: string, incidentRef: string) {
    return events.publish({
      topic: INCIDENTS_EVENTS_TOPIC,
      eventPayload: { type, incidentRef },
    });
  }

  beforeEach(async () => {
    api = await IncidentsApiStub.start();
    catalog = new CatalogBucket();
    events = mockServices.events();
    logger = mockServices.logger.mock();
    stored = [incidentFixture({ ref: 'INC-1', title: 'One' })];
    api.answer(answerFromStore);
    const scheduler = mockServices.scheduler.mock({
      triggerTask: async () => {
        throw new ConflictError('is currently running');
      },
    });
    const provider = IncidentEntityProvider.create({
      auth: mockServices.auth({ pluginId: 'catalog' }),
      catalog: catalog.service([
        component('checkout', 'group:default/payments'),
        component('ledger', 'group:default/payments'),
        component('shop', 'group:default/shop', 'group:default/payments'),
        component('wiki', 'user:default/jane'),
        component('orphan'),
      ]),
      backoff: new ConstantBackoff(0),
      events,
      incidents: HttpIncidentsService.create({
        auth: mockServices.auth({ pluginId: 'catalog' }),
        discovery: api.discovery,
      }),
      logger,
      schedule: { frequency: { hours: 24 }, timeout: { minutes: 10 } },
      scheduler,
      show: 'full',
      keepClosedMs: 90 * DAY_MS,
      now: () => NOW,
    });
    await provider.connect(catalog);
    const [[task], [catchUpTask]] = scheduler.scheduleTask.mock.calls;
    catchUp = async () => catchUpTask.fn(new AbortController().signal);
    triggered = scheduler.triggerTask.mock.calls.map(([id]) => id);
    scheduled = task.id;
    refresh = async () => task.fn(new AbortController().signal);
  });

  afterEach(() => api.close());

  it('reads everything at start too, or leaves that to the replica that does', () => {
    expect(triggered).toEqual([scheduled]);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('reads everything, applies it and removes what there is no more', async () => {
    stored.push(incidentFixture({ ref: 'INC-9' }));
    await refresh();
    stored.pop();

    await refresh();

    expect(catalog.titles).toEqual({ 'inc-1': 'INC-1 One' });
    expect(catalog.mutations.at(-1)).toEqual(['inc-1', 'inc-9']);
  });

  it('reads everything again when an incident stays missing, since nothing announces that one was unregistered', async () => {
    await refresh();
    await catchUp();
    catalog.entities.clear();

    await catchUp();
    expect(catalog.titles).toEqual({});

    await catchUp();
    expect(catalog.titles).toEqual({ 'inc-1': 'INC-1 One' });
  });

  it('hides an incident that turned private although the event was lost', async () => {
    stored.push(incidentFixture({ ref: 'INC-2', title: 'Two' }));
    await refresh();
    stored[1] = redactedIncidentFixture('INC-2');

    await catchUp();
    await catchUp();

    expect(catalog.titles['inc-2']).toBe('Private incident');
  });

  it('does not read everything again for a mismatch that this did not remedy', async () => {
    api.answer(request =>
      request.query.has('status')
        ? { body: { items: [], totalItems: 7 } }
        : answerFromStore(request),
    );
    await catchUp();
    await catchUp();
    await catchUp();
    const before = api.requests.length;

    await catchUp();

    expect(api.requests.slice(before)).toHaveLength(3);
  });

  it('applies what was edited although the event was lost, and nothing while nothing is', async () => {
    stored.push(redactedIncidentFixture('INC-2'));
    await refresh();
    await catchUp();
    const before = catalog.mutations.length;
    await catchUp();
    expect(catalog.mutations).toHaveLength(before);

    stored[0] = incidentFixture({
      ref: 'INC-1',
      title: 'One, edited',
      updatedAt: daysAgo(0),
    });
    await catchUp();

    expect(catalog.mutations.slice(before)).toEqual([['inc-1']]);
    expect(catalog.titles['inc-1']).toBe('INC-1 One, edited');
  });

  it('removes public incidents that were closed long ago, and brings back one that is opened again', async () => {
    const closed = (ref: string, days: number) =>
      incidentFixture({ ref, status: 'done', closedAt: daysAgo(days) });
    stored.push(closed('INC-2', 89), closed('INC-3', 91));
    stored.push(redactedIncidentFixture('INC-4'));
    await refresh();
    expect([...catalog.entities.keys()]).toEqual(['inc-1', 'inc-2', 'inc-4']);

    stored[1] = closed('INC-2', 90);
    stored[2] = incidentFixture({ ref: 'INC-3', status: 'active' });
    await publish('incident.updated', 'INC-2');
    await publish('incident.updated', 'INC-3');

    await eventually(() =>
      expect([...catalog.entities.keys()]).toEqual(['inc-1', 'inc-4', 'inc-3']),
    );
  });

  it.each([
    [['checkout', 'ledger'], 'group:default/payments'],
    [['checkout', 'shop'], undefined],
    [['checkout', 'orphan'], undefined],
    [['checkout', 'gone'], undefined],
    [['wiki'], undefined],
    [[], undefined],
  ])('gives an incident that affects %j the owner %s', async (names, owner) => {
    stored = [
      incidentFixture({
        affects: names.map(name => `component:default/${name}`),
      }),
    ];
    await refresh();
    expect(catalog.entities.get('inc-42')?.spec?.owner).toBe(owner);
  });

  it('asks as the catalog itself, not as a user', async () => {
    await refresh();

    for (const { headers } of api.requests) {
      expect(headers.authorization).toMatch(/^Bearer mock-service-token:/);
      expect(headers.authorization).not.toContain('obo');
      expect(headers.authorization).toContain('plugin:catalog');
    }
  });

  it('tries again until the incidents plugin is up', async () => {
    let attempts = 0;
    api.answer(request => {
      attempts += 1;
      return attempts < 5
        ? refusal(503, 'ServiceUnavailableError', 'starting')
        : answerFromStore(request);
    });

    await refresh();

    expect(catalog.titles).toEqual({ 'inc-1': 'INC-1 One' });
  });

  it('keeps what the catalog has when the list cannot be read to its end', async () => {
    stored.push(incidentFixture({ ref: 'INC-2', title: 'Two' }));
    await refresh();
    const before = catalog.mutations.length;
    api.answer(request =>
      request.query.get('cursor')
        ? refusal(500, 'Error', 'broken')
        : { body: { items: stored, totalItems: 2, nextCursor: 'next' } },
    );

    await expect(refresh()).rejects.toThrow('500');

    expect(catalog.mutations).toHaveLength(before);
    expect(catalog.entities.size).toBe(2);
  });

  it.each(['incident.created', 'incident.updated', 'incident.closed'])(
    'brings in one incident on %s',
    async type => {
      stored.push(incidentFixture({ ref: 'INC-2', title: 'Two' }));

      await publish(type, 'INC-2');

      await eventually(() =>
        expect(catalog.titles).toEqual({ 'inc-2': 'INC-2 Two' }),
      );
      expect(catalog.mutations).toEqual([['inc-2']]);
      expect(api.requests.map(({ path }) => path)).toEqual([
        '/incidents/INC-2',
      ]);
    },
  );

  it('does not make the declaration of an incident wait for the catalog', async () => {
    let release: (() => void) | undefined;
    const held = new Promise<void>(resolve => {
      release = resolve;
    });
    api.answer(async request => {
      await held;
      return answerFromStore(request);
    });

    await publish('incident.created', 'INC-1');
    expect(catalog.mutations).toEqual([]);

    release?.();
    await eventually(() => expect(catalog.mutations).toEqual([['inc-1']]));
  });

  it('hides an incident that became private', async () => {
    await refresh();
    stored = [redactedIncidentFixture('INC-1')];

    await publish('incident.updated', 'INC-1');

    await eventually(() =>
      expect(catalog.titles).toEqual({ 'inc-1': 'Private incident' }),
    );
  });

  it('keeps an incident that is declared while the whole list is being read', async () => {
    const before = [...stored];
    api.answer(async request => {
      if (stored.length === before.length && request.path === '/incidents') {
        stored.push(incidentFixture({ ref: 'INC-2', title: 'Two' }));
        await publish('incident.created', 'INC-2');
        return { body: { items: before, totalItems: before.length } };
      }
      return answerFromStore(request);
    });

    await refresh();
    await eventually(() =>
      expect(catalog.titles).toEqual({
        'inc-1': 'INC-1 One',
        'inc-2': 'INC-2 Two',
      }),
    );
  });

  it('restores what another replica brought in while the whole list was being read', async () => {
    const before = [...stored, incidentFixture({ ref: 'INC-2', title: 'Two' })];
    stored = [
      incidentFixture({ ref: 'INC-1', title: 'One, edited' }),
      redactedIncidentFixture('INC-2'),
      incidentFixture({ ref: 'INC-3', title: 'Three' }),
    ];
    api.answer(request =>
      api.requests.length === 1
        ? { body: { items: before, totalItems: before.length } }
        : answerFromStore(request),
    );

    await refresh();

    expect(catalog.titles).toEqual({
      'inc-1': 'INC-1 One, edited',
      'inc-2': 'Private incident',
      'inc-3': 'INC-3 Three',
    });
  });

  it('reads once for changes that come while a read is due', async () => {
    let release: (() => void) | undefined;
    const held = new Promise<void>(resolve => {
      release = resolve;
    });
    api.answer(async request => {
      await held;
      return answerFromStore(request);
    });
    const refreshing = refresh();
    await eventually(() => expect(api.requests).toHaveLength(1));

    await publish('incident.updated', 'INC-1');
    await publish('incident.updated', 'INC-1');
    await publish('incident.closed', 'INC-1');
    release?.();
    await refreshing;
    await eventually(() => expect(catalog.mutations).toHaveLength(2));

    expect(
      api.requests.filter(({ path }) => path === '/incidents/INC-1'),
    ).toHaveLength(1);
  });

  it('no longer shows an incident that the API does not show', async () => {
    await refresh();
    stored = [];

    await publish('incident.updated', 'INC-1');

    await eventually(() => expect(catalog.titles).toEqual({}));
  });

  it('keeps an incident when the 404 is not from the API', async () => {
    await refresh();
    api.answer(() => ({ status: 404, body: 'no such route' }));

    await publish('incident.updated', 'INC-1');

    await eventually(() => expect(logger.warn).toHaveBeenCalled());
    expect(catalog.titles).toEqual({ 'inc-1': 'INC-1 One' });
  });

  it('logs when an incident cannot be read, and continues', async () => {
    api.answer(request =>
      request.path === '/incidents/INC-7'
        ? refusal(500, 'Error', 'broken')
        : answerFromStore(request),
    );

    await publish('incident.created', 'INC-7');
    await eventually(() =>
      expect(logger.warn).toHaveBeenCalledWith(
        expect.stringContaining('the entity of INC-7'),
      ),
    );

    await publish('incident.updated', 'INC-1');
    await eventually(() =>
      expect(catalog.titles).toEqual({ 'inc-1': 'INC-1 One' }),
    );
  });

  it('ignores events of action items and payloads it does not know', async () => {
    await publish('action-item.changed', 'INC-1');
    await publish('incident.created', 'not a reference');
    await events.publish({ topic: INCIDENTS_EVENTS_TOPIC, eventPayload: 7 });

    expect(logger.warn).toHaveBeenCalledTimes(2);
    expect(api.requests).toEqual([]);
  });
});
