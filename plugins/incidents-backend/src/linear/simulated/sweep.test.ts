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
    const children = await gateway.sweepChildren(parentIds, background);
    expect(idsOf([...children.issues.values()])).toEqual(
      idsOf(store.issues().filter(issue => issue.parentId)),
    );
    const { issues } = await gateway.findIssues(parentIds, background);
    expect([...issues.keys()].sort()).toEqual(parentIds);
    await gateway.sweepRelations(parentIds, background);
    expect(sent()).toEqual(['SweepChildren', 'FindIssues', 'SweepRelations']);
    for (const { points } of simulator.requests.list()) {
      expect(points).toBeLessThanOrEqual(10_000);
    }
  });

  it('fills finished slots with the next parents', async () => {
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
    const children = await gateway.sweepChildren(parentIds, background);
    expect(children.requests).toBe(5);
    expect([...children.issues.keys()].sort()).toEqual(
      parentIds
        .flatMap(childrenOf)
        .map(({ id }) => id)
        .sort(),
    );
    const slots = server.requests.map(
      ({ variables }) =>
        Object.keys(variables).filter(key => key.startsWith('ids')).length,
    );
    // Two chunks are done after the first request, the fifth takes one of their slots.
    expect(slots).toEqual([4, 3, 1, 1, 1]);
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
      [...ids, randomUUID()],
      background,
    );
    expect(
      new Set(
        swept.relations.map(
          ({ issueId, type, relatedIssueId }) =>
            `${issueId} ${type} ${relatedIssueId}`,
        ),
      ),
    ).toEqual(expected);
    expect(swept.relations).toHaveLength(expected.size);
    expect([...swept.seen].sort()).toEqual([...ids].sort());
  });

  it('sends no request for an empty list of ids', async () => {
    const { gateway, sent } = await simulateLinear();
    const nothing = { issues: new Map(), requests: 0 };
    expect(await gateway.sweepChildren([], background)).toEqual(nothing);
    expect(await gateway.findIssues([], background)).toEqual(nothing);
    expect(await gateway.sweepRelations([], background)).toEqual({
      relations: [],
      seen: [],
      requests: 0,
    });
    expect(sent()).toEqual([]);
  });
});
