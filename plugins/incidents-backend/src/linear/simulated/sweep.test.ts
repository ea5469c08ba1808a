import { randomUUID } from 'node:crypto';
import { emptySeed } from 'linear-simulator';
import { z } from 'zod';
import { serve } from '../__testUtils__/scriptedLinear';
import { simulateLinear } from '../__testUtils__/simulatedLinear';
import { background, testGateway } from '../__testUtils__/testGateway';
import { wireIssue } from '../__testUtils__/wireIssue';

describe('sweeping', () => {
  it('packs the lists of many incidents into one request each for children, parents and relations', async () => {
    const { gateway, store, sent, simulator } = await simulateLinear({
      seed: {
        ...emptySeed,
        generated: { team: 'INC', parents: 40, childrenPerParent: 2 },
      },
    });
    const idsOf = (issues: { id: string }[]) =>
      issues.map(issue => issue.id).sort();
    const parentIds = idsOf(store.issues().filter(issue => !issue.parentId));
    const children = await drain(cursor =>
      gateway.sweepChildren({ parentIds, cursor }, background),
    );
    expect(idsOf(children)).toEqual(
      idsOf(store.issues().filter(issue => issue.parentId)),
    );
    const issues = await drain(cursor =>
      gateway.sweepIssues({ ids: parentIds, cursor }, background),
    );
    expect(idsOf(issues)).toEqual(parentIds);
    await drain(cursor =>
      gateway.sweepRelations({ ids: parentIds, cursor }, background),
    );
    expect(sent()).toEqual([
      'SweepChildren4',
      'SweepIssues4',
      'SweepRelations',
    ]);
    for (const { points } of simulator.requests.list()) {
      expect(points).toBeLessThanOrEqual(10_000);
    }
  });

  it('fills finished slots with the next parents, and continues from a stored cursor', async () => {
    // Five chunks of up to 250 parents for four slots; the first chunk has the most children.
    const parentIds = Array.from({ length: 1_100 }, (_, n) => `p${n}`);
    const childrenOf = (parent: string) => {
      const n = Number(parent.slice(1));
      const count = n === 0 ? 7 : Number(n % 110 === 0);
      return Array.from({ length: count }, (_, child) =>
        wireIssue({ id: `${parent}.${child}` }),
      );
    };
    const pageSize = 2;
    const server = await serve(({ variables }) => {
      const slots = Object.keys(variables).filter(key => key.startsWith('ids'));
      const page = (key: string) => {
        const parents = z.array(z.string()).parse(variables[key]);
        const rows = parents.flatMap(childrenOf);
        const from = Number(variables[key.replace('ids', 'after')] ?? 0);
        const to = from + pageSize;
        return {
          nodes: rows.slice(from, to),
          pageInfo: { hasNextPage: to < rows.length, endCursor: String(to) },
        };
      };
      return {
        body: {
          data: Object.fromEntries(
            slots.map(key => [key.replace('ids', 'slot'), page(key)]),
          ),
        },
      };
    });
    const gateway = testGateway(server);
    const children = await drain(cursor =>
      gateway.sweepChildren({ parentIds, cursor }, background),
    );
    expect(children.map(({ id }) => id).sort()).toEqual(
      parentIds
        .flatMap(childrenOf)
        .map(({ id }) => id)
        .sort(),
    );
    expect(server.requests.map(({ operation }) => operation)).toEqual([
      'SweepChildren4',
      // Two chunks are done, the fifth takes one of their slots.
      'SweepChildren3',
      'SweepChildren1',
      'SweepChildren1',
      'SweepChildren1',
    ]);
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

  it('sends no request for an empty list of ids', async () => {
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
