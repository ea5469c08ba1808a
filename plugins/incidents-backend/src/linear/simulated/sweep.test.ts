import { randomUUID } from 'node:crypto';
import { emptySeed } from 'linear-simulator';
import { simulateLinear } from '../__testUtils__/simulatedLinear';
import { background } from '../__testUtils__/testGateway';

describe('sweeping', () => {
  it('reads 1,000 incidents with 10 items each in at most 20 requests', async () => {
    const { gateway, store, sent, simulator } = await simulateLinear({
      seed: {
        ...emptySeed,
        generated: { team: 'INC', parents: 1000, childrenPerParent: 10 },
      },
    });
    const parents = store.issues().filter(issue => !issue.parentId);
    const parentIds = parents.map(issue => issue.id);
    const children = await drain(cursor =>
      gateway.sweepChildren({ parentIds, cursor }, background),
    );
    expect(children.map(issue => issue.id).sort()).toEqual(
      store
        .issues()
        .filter(issue => issue.parentId)
        .map(issue => issue.id)
        .sort(),
    );
    const issues = await drain(cursor =>
      gateway.sweepIssues({ ids: parentIds, cursor }, background),
    );
    expect(issues.map(issue => issue.id).sort()).toEqual(parentIds.sort());
    await drain(cursor =>
      gateway.sweepRelations({ ids: parentIds, cursor }, background),
    );
    expect(sent().length).toBeLessThanOrEqual(20);
    for (const { points } of simulator.requests.list()) {
      expect(points).toBeLessThanOrEqual(10_000);
    }
  });

  it('gives lanes that are done the next parents, and goes on from a stored cursor', async () => {
    const { gateway, store } = await simulateLinear({
      seed: {
        ...emptySeed,
        generated: { team: 'INC', parents: 1100, childrenPerParent: 1 },
      },
    });
    const busy = store.issues().find(issue => !issue.parentId)?.id ?? '';
    for (let n = 0; n < 600; n += 1) {
      store.createIssue({ team: 'ENG', title: `Item ${n}`, parent: busy });
    }
    const parentIds = store
      .issues()
      .filter(issue => !issue.parentId)
      .map(issue => issue.id);
    const children = await drain(cursor =>
      gateway.sweepChildren({ parentIds, cursor }, background),
    );
    expect(children).toHaveLength(1700);
    expect(new Set(children.map(issue => issue.id)).size).toBe(1700);
  });

  it('reads every edge of crowded issues too, removed ones and similar left out', async () => {
    const { gateway, store } = await simulateLinear();
    const create = (title: string) =>
      store.createIssue({ team: 'ENG', title }).id;
    const [few, ten, many] = ['few', 'ten', 'many'].map(create);
    const expected = new Set<string>();
    const relate = (
      from: string,
      to: string,
      type: 'related' | 'blocks' = 'related',
    ) => {
      store.relate(from, to, type);
      expected.add(`${from} ${type} ${to}`);
    };
    relate(few ?? '', create('x'));
    relate(create('y'), few ?? '', 'blocks');
    store.relate(few ?? '', create('similar'), 'similar');
    const dropped = create('dropped');
    store.relate(few ?? '', dropped);
    store.unrelate(few ?? '', dropped);
    for (let n = 0; n < 12; n += 1) {
      relate(ten ?? '', create(`ten ${n}`), 'blocks');
    }
    for (let n = 0; n < 270; n += 1) {
      relate(create(`many ${n}`), many ?? '', 'blocks');
    }
    const ids = [few ?? '', ten ?? '', many ?? ''];
    const swept = await gateway.sweepRelations(
      { ids: [...ids, randomUUID()] },
      background,
    );
    expect(
      new Set(
        swept.items.map(
          ({ issueId, type, relatedIssueId }) =>
            `${issueId} ${type} ${relatedIssueId}`,
        ),
      ),
    ).toEqual(expected);
    expect(swept.items).toHaveLength(expected.size);
    expect([...swept.seen].sort()).toEqual([...ids].sort());
    expect(swept.next).toBeUndefined();
  });

  it('of nothing asks nothing', async () => {
    const { gateway, sent } = await simulateLinear();
    expect(await gateway.sweepChildren({ parentIds: [] }, background)).toEqual({
      items: [],
      requests: 0,
    });
    expect(await gateway.sweepIssues({ ids: [] }, background)).toMatchObject({
      items: [],
    });
    expect(await gateway.sweepRelations({ ids: [] }, background)).toMatchObject(
      { items: [], seen: [] },
    );
    expect(sent()).toEqual([]);
  });

  async function drain<T>(
    read: (cursor?: string) => Promise<{ items: T[]; next?: string }>,
  ): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const page = await read(cursor);
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return items;
  }
});
