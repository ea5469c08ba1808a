import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  actionsRegistryServiceMock,
  MockActionsRegistry,
} from '@backstage/backend-test-utils/alpha';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { documentedTable } from '../__testUtils__/documentedTable';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

interface AuditedEvent {
  eventId: string;
  severityLevel?: string;
  url?: string;
  meta: Record<string, unknown>;
  outcome?: 'success' | 'fail';
  error?: Error;
}

/** Texts that people write; none may reach the auditor. */
const WRITTEN = ['Checkout', 'Rolled back', 'Add an index', 'salaries'];

describe('the audit', () => {
  let bench: LinearBench;
  let registry: MockActionsRegistry;
  let events: AuditedEvent[];
  let denied: string[];

  beforeAll(async () => {
    registry = actionsRegistryServiceMock();
    denied = [];
    const permissions = mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission: { name } }) => ({
          result: denied.includes(name)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
        })),
      authorizeConditional: async requests =>
        requests.map(({ permission: { name } }) => ({
          result: denied.includes(name)
            ? AuthorizeResult.DENY
            : AuthorizeResult.ALLOW,
        })),
    });
    const auditor = mockServices.auditor.mock({
      createEvent: async ({ eventId, severityLevel, request, meta = {} }) => {
        const event: AuditedEvent = {
          eventId,
          severityLevel,
          url: request?.originalUrl,
          meta,
        };
        events.push(event);
        return {
          success: async done => {
            Object.assign(event.meta, done?.meta);
            event.outcome = 'success';
          },
          fail: async ({ error }) => {
            event.error = error;
            event.outcome = 'fail';
          },
        };
      },
    });
    events = [];
    const [[databaseId]] = testDatabases.eachSupportedId();
    bench = await startWithLinear(databaseId, {
      features: [
        auditor.factory,
        permissions.factory,
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => registry,
        }),
        createServiceFactory({
          service: coreServices.logger,
          deps: {},
          factory: () => mockServices.logger.mock(),
        }),
      ],
    });
  });
  beforeEach(() => {
    events = [];
    denied = [];
  });
  afterAll(() => bench.close());

  const operations = () => {
    for (const { meta, error } of events) {
      const said = `${JSON.stringify(meta)} ${error} ${error?.stack}`;
      for (const text of WRITTEN) expect(said).not.toContain(text);
    }
    return events.filter(({ eventId }) => eventId !== 'linear-write');
  };

  it('has each write with its ids and outcome, and no read', async () => {
    const { ref, version } = await bench.declare({ title: 'Checkout' });
    await bench.items(ref);
    await bench.call('get', '/incidents?q=salaries');
    await bench.call('patch', `/incidents/${ref}`, {
      expectedVersion: version,
      title: 'Checkout is slow',
    });
    await bench.call('patch', `/incidents/${ref}`, {
      expectedVersion: version,
      title: 'Checkout again',
    });
    const item = await bench.call('post', `/incidents/${ref}/action-items`, {
      title: 'Add an index',
    });
    const { identifier } = item.body;
    await bench.call(
      'post',
      `/incidents/${ref}/action-items/${identifier}/transition`,
      { to: 'No such state, salaries' },
    );
    const note = await bench.call('post', `/incidents/${ref}/notes`, {
      text: 'Rolled back',
    });
    await bench.call('post', '/routing/preview', { severity: 'sev1' });
    await bench.call('post', `/incidents/Rolled back/notes`, {
      text: 'salaries',
    });

    const principal = 'user:default/ada.olsen';
    expect(operations()).toMatchObject([
      {
        eventId: 'incident-create',
        severityLevel: 'medium',
        url: '/api/incidents/incidents',
        meta: { operation: 'POST /incidents', principal, ref },
        outcome: 'success',
      },
      {
        eventId: 'incident-update',
        meta: { operation: 'PATCH /incidents/:ref', principal, ref },
        outcome: 'success',
      },
      {
        eventId: 'incident-update',
        meta: { operation: 'PATCH /incidents/:ref', principal, ref },
        outcome: 'fail',
        error: { name: 'ConflictError' },
      },
      {
        eventId: 'action-item-create',
        meta: {
          operation: 'POST /incidents/:ref/action-items',
          ref,
          identifier,
        },
        outcome: 'success',
      },
      {
        eventId: 'action-item-update',
        meta: { ref, identifier },
        outcome: 'fail',
        error: { name: 'InputError' },
      },
      {
        eventId: 'incident-update',
        meta: {
          operation: 'POST /incidents/:ref/notes',
          ref,
          id: note.body.id,
        },
        outcome: 'success',
      },
      {
        eventId: 'incident-update',
        meta: { operation: 'POST /incidents/:ref/notes', principal },
        outcome: 'fail',
        error: { name: 'InputError' },
      },
    ]);
  });

  it('has each denied read: by the policy, by privacy, of what does not exist', async () => {
    const { ref } = await bench.declare({ visibility: 'private' });
    events = [];
    for (const path of ['', '/timeline', '/action-items']) {
      await bench.call('get', `/incidents/${ref}${path}`, undefined, {
        by: as('sam.weber'),
      });
    }
    await bench.call('get', `/incidents/${ref}`);
    denied = ['incidents.incident.read', 'incidents.operations.read'];
    await bench.call('get', `/incidents/${ref}`);
    await bench.call('get', '/linear/status');
    denied = ['incidents.incident.create'];
    await bench.call('post', '/routing/preview', { severity: 'sev1' });
    denied = ['incidents.operations.use'];
    await bench.call('post', '/linear/sync', {});

    const hidden = {
      eventId: 'incident-read',
      severityLevel: 'medium',
      meta: { ref, principal: 'user:default/sam.weber' },
      outcome: 'fail',
      error: { name: 'NotFoundError' },
    };
    const notAllowed = { outcome: 'fail', error: { name: 'NotAllowedError' } };
    expect(operations()).toMatchObject([
      hidden,
      hidden,
      hidden,
      { eventId: 'incident-read', meta: { ref }, ...notAllowed },
      { eventId: 'operations-read', ...notAllowed },
      { eventId: 'incident-create', ...notAllowed },
      { eventId: 'operations-use', severityLevel: 'high', ...notAllowed },
    ]);
  });

  it('has what agents do, with whom they act for', async () => {
    await registry.invoke({
      id: 'test:create-incident',
      input: { title: 'Checkout', severity: 'sev3' },
      credentials: mockCredentials.user('user:default/sam.weber'),
    });
    expect(operations()).toMatchObject([
      {
        eventId: 'incident-create',
        url: undefined,
        meta: { principal: 'user:default/sam.weber', ref: expect.any(String) },
        outcome: 'success',
      },
    ]);
  });

  it('has what jobs write to Linear', async () => {
    const { ref } = await bench.declare();
    await bench.settled(ref);
    await bench.patch(ref, { title: 'Checkout is slow' });
    const { id } = await bench.settled(ref);
    expect(
      events
        .filter(({ eventId }) => eventId === 'linear-write')
        .map(({ severityLevel, meta, outcome }) => ({
          severityLevel,
          outcome,
          ...meta,
        })),
    ).toEqual(
      expect.arrayContaining([
        {
          severityLevel: 'low',
          outcome: 'success',
          operation: 'createIssue',
          issueId: id,
        },
        {
          severityLevel: 'low',
          outcome: 'success',
          operation: 'updateIssue',
          issueId: id,
          fields: ['title'],
        },
      ]),
    );
  });

  it('is what docs/audit.md says', async () => {
    const { body } = await bench.call('get', '/openapi.json');
    const rows = Object.entries<Record<string, Record<string, never>>>(
      body.paths,
    ).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { 'x-audit': audit }]) => {
        if (!audit) return [];
        const { eventId, severityLevel, recorded } = audit;
        const operation = `${method.toUpperCase()} ${path.replace(
          /\{(\w+)\}/g,
          ':$1',
        )}`;
        return [{ eventId, severityLevel, recorded, operation }];
      }),
    );
    const { documented, generated } = await documentedTable('audit.md', [
      ['event', 'severity', 'recorded', 'operation'],
      ...rows
        .sort((a, b) =>
          `${a.eventId} ${a.operation}` < `${b.eventId} ${b.operation}`
            ? -1
            : 1,
        )
        .map(({ eventId, severityLevel, recorded, operation }) => [
          `\`${eventId}\``,
          severityLevel,
          recorded,
          `\`${operation}\``,
        ]),
    ]);
    expect(documented).toBe(generated);
  });
});
