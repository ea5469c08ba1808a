import { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { parseEntityRef } from '@backstage/catalog-model';
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
import {
  CatalogServiceMock,
  catalogServiceMock,
} from '@backstage/plugin-catalog-node/testUtils';
import { ConstantBackoff } from 'cockatiel';
import { IncidentEntityProvider } from './IncidentEntityProvider';

/** What the catalog would hold, and how it came to that. */
class CatalogBucket implements EntityProviderConnection {
  readonly entities = new Map<string, string | undefined>();
  readonly mutations: EntityProviderMutation['type'][] = [];

  async applyMutation(mutation: EntityProviderMutation) {
    this.mutations.push(mutation.type);
    if (mutation.type === 'full') {
      this.entities.clear();
    }
    const added = mutation.type === 'full' ? mutation.entities : mutation.added;
    const removed = mutation.type === 'full' ? [] : mutation.removed;
    for (const entity of removed) {
      if ('entityRef' in entity) {
        this.entities.delete(parseEntityRef(entity.entityRef).name);
      }
    }
    for (const { entity } of added) {
      this.entities.set(entity.metadata.name, entity.metadata.title);
    }
  }

  async refresh() {
    throw new Error('not used');
  }

  get titles() {
    return Object.fromEntries(this.entities);
  }
}

describe('IncidentEntityProvider', () => {
  let api: IncidentsApiStub;
  let catalog: CatalogBucket;
  let events: EventsService;
  let logger: jest.Mocked<LoggerService>;
  let refresh: () => Promise<void>;
  let restoreMissing: () => Promise<void>;
  let registered: CatalogServiceMock;
  let stored: ServiceIncident[];
  let scheduled: string;
  let triggered: string[];

  function answerFromStore({ path }: StubRequest) {
    if (path === '/incidents') {
      return { body: { items: stored, totalItems: stored.length } };
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
    registered = catalogServiceMock({ entities: [] });
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
      catalog: registered,
      backoff: new ConstantBackoff(0),
      events,
      incidents: HttpIncidentsService.create({
        auth: mockServices.auth({ pluginId: 'catalog' }),
        discovery: api.discovery,
      }),
      logger,
      schedule: { frequency: { minutes: 5 }, timeout: { minutes: 4 } },
      scheduler,
      show: 'full',
    });
    await provider.connect(catalog);
    const [[task], [missingTask]] = scheduler.scheduleTask.mock.calls;
    restoreMissing = async () => missingTask.fn(new AbortController().signal);
    triggered = scheduler.triggerTask.mock.calls.map(([id]) => id);
    scheduled = task.id;
    refresh = async () => task.fn(new AbortController().signal);
  });

  afterEach(() => api.close());

  it('reads everything at start too, or leaves that to the replica that does', () => {
    expect(triggered).toEqual([scheduled]);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('replaces everything by what there is now', async () => {
    catalog.entities.set('inc-9', 'of another time');

    await refresh();

    expect(catalog.titles).toEqual({ 'inc-1': 'INC-1 One' });
    expect(catalog.mutations).toEqual(['full']);
  });

  it('publishes everything again when an incident stays missing, since nothing announces that one was unregistered', async () => {
    await restoreMissing();
    expect(catalog.mutations).toEqual([]);

    await restoreMissing();
    expect(catalog.titles).toEqual({ 'inc-1': 'INC-1 One' });
  });

  it('publishes nothing again while the catalog has every incident', async () => {
    stored = [];
    await restoreMissing();
    await restoreMissing();
    expect(catalog.mutations).toEqual([]);
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
    catalog.entities.set('inc-1', 'INC-1 One');
    catalog.entities.set('inc-2', 'INC-2 Two');
    api.answer(request =>
      request.query.get('cursor')
        ? refusal(500, 'Error', 'broken')
        : { body: { items: stored, totalItems: 2, nextCursor: 'next' } },
    );

    await expect(refresh()).rejects.toThrow('500');

    expect(catalog.mutations).toEqual([]);
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
      expect(catalog.mutations).toEqual(['delta']);
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
    await eventually(() => expect(catalog.mutations).toEqual(['delta']));
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
    expect(catalog.mutations[0]).toBe('full');
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
    await eventually(() => expect(catalog.mutations).toContain('delta'));

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
