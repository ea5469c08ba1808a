import { LINEAR_USER_ID_ANNOTATION } from '@backstage-incidents/incidents-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { testEntities } from '../__testUtils__/startIncidentsBackend';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { eventually } from '../__testUtils__/eventually';

jest.setTimeout(60_000);

describe('linearUsers', () => {
  let bench: LinearBench;

  beforeEach(async () => {
    bench = await startWithLinear('SQLITE_3');
  });
  afterEach(() => bench.close());

  it('finds people with another email address in Linear by the annotation linear.app/user-id, in both directions', async () => {
    await bench.close();
    const samId = '0b6a2a4e-3f5c-4c1e-9a54-6a8f2f6f9a02';
    const email = 's.weber@linear.example';
    bench = await startWithLinear('SQLITE_3', {
      seed: { users: [{ id: samId, name: 'Sam', email }], issues: [] },
      catalog: catalogServiceMock.factory({
        entities: testEntities.map(entity =>
          entity.metadata.name === 'sam.weber'
            ? {
                ...entity,
                metadata: {
                  ...entity.metadata,
                  annotations: { [LINEAR_USER_ID_ANNOTATION]: samId },
                },
              }
            : entity,
        ),
      }),
    });
    const sam = 'user:default/sam.weber';
    const { ref, parentIssue } = await bench.declare({ lead: sam });
    const { store } = bench.simulator;
    expect(store.issue(parentIssue.identifier ?? '').assigneeId).toBe(samId);

    const { body: item } = await bench.call(
      'post',
      `/incidents/${ref}/action-items`,
      { title: 'Write the timeline', assignee: sam },
    );
    expect(item.assignee).toMatchObject({ userRef: sam });
    expect(store.issue(item.identifier).assigneeId).toBe(samId);

    store.createIssue({
      team: 'INC',
      title: 'Typed in Linear',
      parent: parentIssue.identifier,
      assignee: email,
    });
    await bench.sync(ref);
    const { items } = await bench.items(ref);
    expect(items.map(({ assignee }) => assignee?.userRef)).toEqual([sam, sam]);
  });

  it.each(['not a UUID', '0b6a2a4e-3f5c-4c1e-9a54-6a8f2f6f9a99'])(
    'assigns nobody when the annotation names nobody in Linear (%s), whatever the email address',
    async id => {
      await bench.close();
      bench = await startWithLinear('SQLITE_3', {
        catalog: catalogServiceMock.factory({
          entities: testEntities.map(entity => ({
            ...entity,
            metadata: {
              ...entity.metadata,
              annotations: { [LINEAR_USER_ID_ANNOTATION]: id },
            },
          })),
        }),
      });
      const { parentIssue } = await bench.declare({
        lead: 'user:default/sam.weber',
      });
      expect(parentIssue.reason?.code).toBe('leadNotInLinear');
    },
  );

  it('does not look a lead who is not in Linear up again', async () => {
    bench.simulator.store.updateUser('sam.weber@example.com', {
      active: false,
    });
    const { ref } = await bench.declare({ lead: 'user:default/sam.weber' });
    await eventually(async () => {
      expect(await bench.knex('jobs')).toEqual([]);
    });
    expect((await bench.read(ref)).parentIssue.reason?.code).toBe(
      'leadNotInLinear',
    );
    bench.simulator.requests.clear();
    const edited = await bench.call('patch', `/incidents/${ref}`, {
      expectedVersion: 1,
      summary: 'Says nothing to Linear',
    });
    expect(edited.status).toBe(200);
    await eventually(async () => {
      expect(await bench.knex('jobs')).toEqual([]);
    });
    expect(
      bench.simulator.requests.list().map(({ operationName }) => operationName),
    ).toEqual([]);
  });
});
