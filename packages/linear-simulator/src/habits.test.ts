import { z } from 'zod';
import { Habits } from './habits/Habits';
import { Simulation } from './testing/simulation';

const page = z.object({
  issues: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
    nodes: z.array(
      z.object({
        identifier: z.string(),
        createdAt: z.string(),
        children: z.object({
          nodes: z.array(z.object({ identifier: z.string() })),
        }),
      }),
    ),
  }),
});

describe('a simulator with other habits', () => {
  async function read(habits: Habits, after?: string) {
    const linear = await Simulation.start({
      habits,
      now: () => new Date('2026-03-01T10:00:00.250Z'),
    });
    try {
      for (const parent of [undefined, 'INC-1', 'INC-1', undefined]) {
        linear.store.createIssue({ team: 'INC', title: 'One', parent });
      }
      return page.parse(
        await linear.data(
          `query Page($after: String) { issues(first: 100, after: $after, filter: {parent: {null: true}}, orderBy: createdAt) {
            pageInfo { hasNextPage endCursor }
            nodes { identifier createdAt children(first: 50) { nodes { identifier } } }
          } }`,
          { after },
        ),
      ).issues;
    } finally {
      await linear.close();
    }
  }

  it('returns fewer rows than requested in every list', async () => {
    const first = await read({ rowsPerPage: 1 });
    expect(first.nodes).toHaveLength(1);
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(
      (await read({})).nodes
        .map(({ children }) => children.nodes.length)
        .sort(),
    ).toEqual([0, 2]);
  });

  it('returns every row twice', async () => {
    const { nodes } = await read({ repeatsRows: true });
    expect(nodes).toHaveLength(4);
    expect(new Set(nodes.map(({ identifier }) => identifier)).size).toBe(2);
  });

  it.each([
    [undefined, '2026-03-01T10:00:00.250Z'],
    ['seconds' as const, '2026-03-01T10:00:00Z'],
    ['offset' as const, '2026-03-01T15:30:00.250+05:30'],
  ])('writes instants in the form of %s', async (instants, written) => {
    const { nodes } = await read({ instants });
    expect(nodes[0].createdAt).toBe(written);
  });
});
