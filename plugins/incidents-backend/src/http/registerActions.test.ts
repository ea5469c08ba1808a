import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  actionsRegistryServiceMock,
  MockActionsRegistry,
} from '@backstage/backend-test-utils/alpha';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const ada = mockCredentials.user('user:default/ada.olsen');
const stranger = mockCredentials.user('user:default/omar.haddad');

describe('the registry actions', () => {
  let bench: LinearBench;
  let registry: MockActionsRegistry;

  beforeAll(async () => {
    registry = actionsRegistryServiceMock();
    const [[databaseId]] = testDatabases.eachSupportedId();
    bench = await startWithLinear(databaseId, {
      features: [
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => registry,
        }),
      ],
    });
  });
  afterAll(() => bench.close());

  const invoke = async (name: string, input: object, credentials = ada) => {
    const { output } = await registry.invoke({
      id: `test:${name}`,
      input: JSON.parse(JSON.stringify(input)),
      credentials,
    });
    return JSON.parse(JSON.stringify(output));
  };

  it('are eleven, each with properties in its schemas', async () => {
    const { actions } = await registry.list();
    expect(actions.map(({ name }) => name).sort()).toEqual([
      'add-note',
      'create-action-item',
      'create-incident',
      'explain-routing',
      'get-incident',
      'list-action-items',
      'list-incidents',
      'sync-incident',
      'transition-action-item',
      'update-action-item',
      'update-incident',
    ]);
    for (const { schema } of actions) {
      expect(Object.keys(schema.input.properties ?? {})).not.toEqual([]);
      expect(Object.keys(schema.output.properties ?? {})).not.toEqual([]);
    }
  });

  it('declare an incident, put an item on it, move it and list it', async () => {
    const create = () =>
      invoke('create-incident', {
        title: 'Search is slow',
        severity: 'sev2',
        idempotencyKey: 'task-1',
      });
    const { incident } = await create();
    expect((await create()).incident.ref).toBe(incident.ref);
    const { ref } = incident;
    await bench.settled(ref);

    const { actionItem } = await invoke('create-action-item', {
      ref: ref.toLowerCase(),
      title: 'Add an index',
      priority: 'high',
    });
    expect(actionItem).toMatchObject({ title: 'Add an index', status: 'todo' });
    expect(
      await invoke('transition-action-item', {
        ref,
        identifier: actionItem.identifier,
        to: 'In Progress',
      }),
    ).toMatchObject({ outcome: 'moved', to: 'In Progress' });
    expect(await invoke('list-action-items', { ref })).toMatchObject({
      items: [{ identifier: actionItem.identifier, status: 'inProgress' }],
      progress: { total: 1 },
    });
    expect(
      await invoke('list-incidents', { hasOpenActionItems: true, limit: 1 }),
    ).toMatchObject({ items: [{ ref }], totalItems: 1 });
    expect(await invoke('get-incident', { ref })).toMatchObject({
      incident: { parentIssue: { status: 'linked' } },
    });
  });

  it('change an incident and its items, add a note and read Linear again', async () => {
    const { incident } = await invoke('create-incident', {
      title: 'Queue is stuck',
      severity: 'sev3',
    });
    const { ref, version } = incident;
    await bench.settled(ref);
    const update = { ref, expectedVersion: version, status: 'mitigated' };
    expect(await invoke('update-incident', update)).toMatchObject({
      incident: { ref, status: 'mitigated' },
    });
    await expect(invoke('update-incident', update)).rejects.toThrow(
      /changed by someone else/,
    );
    const { note } = await invoke('add-note', { ref, text: 'Restarted' });
    expect(note).toMatchObject({
      kind: 'noteAdded',
      actor: 'user:default/ada.olsen',
      params: { text: 'Restarted' },
    });
    const { actionItem } = await invoke('create-action-item', {
      ref,
      title: 'Alert on queue age',
    });
    const { identifier } = actionItem;
    expect(
      await invoke('update-action-item', { ref, identifier, priority: 'high' }),
    ).toMatchObject({ actionItem: { identifier, priority: 'high' } });
    expect(await invoke('sync-incident', { ref })).toMatchObject({
      stats: expect.anything(),
    });
  });

  it('explain where an incident would go', async () => {
    expect(await invoke('explain-routing', { severity: 'sev1' })).toMatchObject(
      { team: 'INC', rule: 'default' },
    );
  });

  it('refuse what the API refuses, naming the field', async () => {
    await expect(
      invoke('create-incident', { severity: 'sev1' }),
    ).rejects.toThrow(/title: is required/);
    await expect(invoke('list-incidents', { limit: 5000 })).rejects.toThrow(
      /limit/,
    );
  });

  it('hide a private incident from people without access', async () => {
    const { incident } = await invoke('create-incident', {
      title: 'Secret',
      severity: 'sev1',
      visibility: 'private',
    });
    const { ref } = incident;
    for (const [name, input] of [
      ['get-incident', { ref }],
      ['list-action-items', { ref }],
      ['create-action-item', { ref, title: 'x' }],
      ['transition-action-item', { ref, identifier: 'INC-1', to: 'Done' }],
      ['update-incident', { ref, expectedVersion: 1, severity: 'sev2' }],
      ['update-action-item', { ref, identifier: 'INC-1', priority: 'low' }],
      ['sync-incident', { ref }],
      ['add-note', { ref, text: 'x' }],
    ] as const) {
      await expect(invoke(name, input, stranger)).rejects.toThrow(
        expect.objectContaining({ name: 'NotFoundError' }),
      );
    }
    const list = await invoke('list-incidents', {}, stranger);
    expect(JSON.stringify(list)).not.toContain('Secret');
    const service = mockCredentials.service();
    expect(
      (
        await registry.invoke({
          id: 'test:get-incident',
          input: { ref },
          credentials: service,
        })
      ).output,
    ).toEqual({
      incident: {
        ref,
        entityRef: `incident:default/${ref.toLowerCase()}`,
        title: 'Private incident',
        visibility: 'private',
      },
    });
  });
});
