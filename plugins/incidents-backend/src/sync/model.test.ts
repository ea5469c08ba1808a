import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { Habits } from 'linear-simulator';
import request from 'supertest';
import { SyncBench } from '../__testUtils__/SyncBench';
import { eventually } from '../__testUtils__/eventually';

/** `SYNC_MODEL_RUNS=5000` for a long search; `SYNC_MODEL_SEED` and `SYNC_MODEL_PATH` repeat a failure. */
const RUNS = Number(process.env.SYNC_MODEL_RUNS ?? 120);

jest.setTimeout(Math.max(180_000, RUNS * 2_000));

const MINUTE = 60_000;
const SECRET = 'model';
const index = fc.nat({ max: 9 });

/** What people, Linear, the network and we ourselves may do next. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('child' as const), parent: index }),
  fc.record({ kind: fc.constant('loose' as const) }),
  fc.record({ kind: fc.constant('rename' as const), issue: index }),
  fc.record({
    kind: fc.constant('state' as const),
    issue: index,
    state: fc.constantFrom('Todo', 'In Progress', 'Done', 'Canceled'),
  }),
  fc.record({ kind: fc.constant('trash' as const), issue: index }),
  fc.record({ kind: fc.constant('restore' as const), issue: index }),
  fc.record({ kind: fc.constant('archive' as const), issue: index }),
  fc.record({ kind: fc.constant('delete' as const), issue: index }),
  fc.record({
    kind: fc.constant('move' as const),
    issue: index,
    parent: fc.option(index, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('team' as const),
    issue: index,
    team: fc.constantFrom('INC', 'PAY'),
  }),
  fc.record({
    kind: fc.constant('relate' as const),
    issue: index,
    parent: index,
    type: fc.constantFrom('related', 'blocks', 'duplicate', 'similar'),
    inverse: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('unrelate' as const),
    issue: index,
    parent: index,
  }),
  fc.record({
    kind: fc.constant('relateParents' as const),
    type: fc.constantFrom('related' as const, 'blocks' as const),
    inverse: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('unrelateParents' as const) }),
  fc.record({
    kind: fc.constant('nestParents' as const),
    nested: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('trashParent' as const), parent: index }),
  fc.record({ kind: fc.constant('restoreParent' as const), parent: index }),
  fc.record({ kind: fc.constant('delta' as const) }),
  fc.record({ kind: fc.constant('sweep' as const) }),
  fc.record({ kind: fc.constant('refresh' as const), parent: index }),
  fc.record({
    kind: fc.constant('webhook' as const),
    issue: index,
    times: fc.nat({ max: 2 }),
  }),
  fc.record({
    kind: fc.constant('crash' as const),
    during: fc.constantFrom('delta' as const, 'sweepStep' as const),
    after: fc.nat({ max: 6 }),
  }),
  fc.record({
    kind: fc.constant('fault' as const),
    fault: fc.constantFrom(
      { kind: 'malformed' as const },
      { kind: 'partialData' as const },
      { kind: 'truncatedPage' as const, mode: 'dropCursor' as const },
      { kind: 'status' as const, status: 400, body: '{}' },
      { kind: 'lostTeam' as const, team: 'PAY' },
    ),
  }),
  fc.record({
    kind: fc.constant('time' as const),
    minutes: fc.nat({ max: 9 }),
  }),
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** One that differs from ours in everything that Linear's documentation leaves open. */
const otherHabits: Habits = {
  rowsPerPage: 3,
  repeatsRows: true,
  instants: 'offset',
};

/** Each with the share of the runs that it gets. */
const settings: [
  string,
  { share: number; habits: Habits; isConcurrent: boolean },
][] = [
  [
    'one after the other in Linear',
    { share: 0.5, habits: {}, isConcurrent: false },
  ],
  [
    'one after the other in a Linear with other habits',
    { share: 0.1, habits: otherHabits, isConcurrent: false },
  ],
  ['all at once in Linear', { share: 0.15, habits: {}, isConcurrent: true }],
  [
    'all at once in a Linear with other habits',
    { share: 0.05, habits: otherHabits, isConcurrent: true },
  ],
];

/**
 * Releases one waiting call at a time, chosen by the picks, once no further
 * call arrives.
 */
class RandomOrder {
  readonly #picks: readonly number[];
  readonly #waiting: (() => void)[] = [];
  #picked = 0;
  #isPicking = false;

  constructor(picks: readonly number[]) {
    this.#picks = picks;
  }

  async turn(): Promise<void> {
    const turn = new Promise<void>(resolve => {
      this.#waiting.push(resolve);
    });
    if (!this.#isPicking) {
      this.#isPicking = true;
      this.#pick();
    }
    return turn;
  }

  async #pick(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#everybodyHasArrived();
      const pick = this.#picks[this.#picked++ % this.#picks.length];
      const [next] = this.#waiting.splice(pick % this.#waiting.length, 1);
      next();
    }
    this.#isPicking = false;
  }

  async #everybodyHasArrived(): Promise<void> {
    for (let quiet = 0, known = 0; quiet < 20; quiet++) {
      await new Promise(resolve => setImmediate(resolve));
      if (this.#waiting.length > known) {
        known = this.#waiting.length;
        quiet = 0;
      }
    }
  }
}

describe.each(settings)(
  'whatever happened %s, once it stops',
  (_, { share, habits, isConcurrent }) => {
    let bench: SyncBench;
    let linearTime = Date.parse('2026-01-01T00:00:00Z');

    beforeAll(async () => {
      bench = await SyncBench.start('SQLITE_3', {
        habits,
        // Every reading strictly later, as with a real clock.
        linearNow: () => new Date((linearTime += 1)),
        incidents: { sync: { throttle: { milliseconds: 1 } } },
        linear: { webhookSecrets: [SECRET] },
      });
    });

    afterAll(async () => {
      await bench.close();
    });

    const store = () => bench.simulator.store;

    /** A world of its own for each sequence: two incidents, a few issues. */
    async function newWorld(): Promise<{
      parents: string[];
      issues: string[];
    }> {
      bench.simulator.faults.clear();
      await bench.drain();
      await bench.knex('jobs').delete();
      await bench.knex('incidents').delete();
      await bench.knex('sweeps').delete();
      linearTime += 60 * MINUTE;
      const parents = [];
      for (const number of [1, 2]) {
        parents.push((await bench.insert(number)).parent);
      }
      const issues = parents.flatMap((parent, at) => {
        const make = (team: string, of?: string) =>
          store().createIssue({ team, title: 'Made', parent: of }).id;
        const [child, other, related, blocker] = [
          make('INC', parent),
          make('PAY', parent),
          make('INC'),
          make('PAY'),
        ];
        store().relate(parent, related, 'related');
        store().relate(blocker, parent, 'blocks');
        return at === 0 ? [child, other, related, blocker] : [child, related];
      });
      await bench.sweep();
      return { parents, issues };
    }

    function pick(ids: string[], at: number): string | undefined {
      const present = ids.filter(id => store().findIssue(id));
      return present[at % Math.max(1, present.length)];
    }

    async function deliver(issue: string, deliveryId: string): Promise<void> {
      const body = JSON.stringify({
        action: 'update',
        type: 'Issue',
        webhookTimestamp: Date.now(),
        data: { id: issue, parentId: store().issue(issue).parentId },
      });
      await request(bench.replica.server)
        .post('/api/incidents/linear/webhook')
        .set('content-type', 'application/json')
        .set('linear-delivery', deliveryId)
        .set(
          'linear-signature',
          createHmac('sha256', SECRET).update(body).digest('hex'),
        )
        .send(body);
    }

    async function take(
      world: { parents: string[]; issues: string[] },
      next: Step,
    ): Promise<void> {
      const issue =
        'issue' in next ? pick(world.issues, next.issue) : undefined;
      const parent =
        'parent' in next && next.parent !== undefined
          ? world.parents[next.parent % world.parents.length]
          : undefined;
      linearTime += 1_000;
      switch (next.kind) {
        case 'child':
          world.issues.push(
            store().createIssue({ team: 'INC', title: 'Child', parent }).id,
          );
          return;
        case 'loose':
          world.issues.push(
            store().createIssue({ team: 'PAY', title: 'Loose' }).id,
          );
          return;
        case 'delta':
          await bench.delta();
          return;
        case 'sweep':
          await bench.sweep();
          return;
        case 'crash':
          if (isConcurrent) {
            await bench.loseClaims(next.during);
            return;
          }
          await bench.dieDuring(next.during, next.after);
          return;
        case 'fault':
          bench.simulator.faults.add(next.fault);
          return;
        case 'time':
          linearTime += next.minutes * MINUTE;
          return;
        case 'refresh':
          await bench.call(
            'post',
            `/incidents/INC-${(next.parent % 2) + 1}/sync`,
            {},
          );
          return;
        case 'relateParents':
          store().relate(
            world.parents[next.inverse ? 1 : 0],
            world.parents[next.inverse ? 0 : 1],
            next.type,
          );
          return;
        case 'unrelateParents':
          store().unrelate(world.parents[0], world.parents[1]);
          return;
        case 'nestParents':
          store().updateIssue(world.parents[1], {
            parent: next.nested ? world.parents[0] : null,
          });
          return;
        case 'trashParent':
          if (parent) store().trash(parent);
          return;
        case 'restoreParent':
          if (parent) store().restore(parent);
          return;
        default:
          break;
      }
      if (issue === undefined) return;
      switch (next.kind) {
        case 'rename':
          store().updateIssue(issue, { title: `Named at ${linearTime}` });
          return;
        case 'state':
          store().setState(issue, next.state);
          return;
        case 'trash':
          store().trash(issue);
          return;
        case 'restore':
          store().restore(issue);
          return;
        case 'archive':
          store().archive(issue);
          return;
        case 'delete':
          store().deletePermanently(issue);
          return;
        case 'move':
          store().updateIssue(issue, { parent: parent ?? null });
          return;
        case 'team':
          store().moveToTeam(issue, next.team);
          return;
        case 'relate':
          if (!parent) return;
          if (next.inverse) {
            store().relate(issue, parent, next.type as 'related');
          } else {
            store().relate(parent, issue, next.type as 'related');
          }
          return;
        case 'unrelate':
          if (parent) store().unrelate(parent, issue);
          return;
        case 'webhook':
          for (let times = 0; times < next.times; times++) {
            await deliver(issue, `${linearTime}`);
          }
          return;
        default:
          throw new Error(`Unknown step ${JSON.stringify(next)}`);
      }
    }

    async function attempt(
      world: { parents: string[]; issues: string[] },
      next: Step,
    ): Promise<void> {
      try {
        await take(world, next);
      } catch (error) {
        // People cannot do everything either: relate twice, edit what is gone.
        if (!(error instanceof Error) || error.name === 'JestAssertionError') {
          throw error;
        }
      }
    }

    it('one delta and one complete sweep make the database equal to Linear', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 1, maxLength: 12 }),
          fc.array(fc.nat({ max: 99 }), { minLength: 10, maxLength: 40 }),
          async (steps, picks) => {
            const world = await newWorld();
            if (isConcurrent) {
              const order = new RandomOrder(picks);
              bench.gate = () => order.turn();
              await Promise.all(
                steps.map(async next => {
                  await order.turn();
                  await attempt(world, next);
                }),
              );
              bench.gate = async () => {};
            } else {
              for (const next of steps) {
                await attempt(world, next);
              }
            }
            bench.simulator.faults.clear();
            for (const parent of world.parents) {
              if (store().issue(parent).trashed) store().restore(parent);
            }
            await eventually(async () => {
              await bench.delta();
              const sweep = await bench.sweep();
              expect(sweep.state).toBe('completed');
            });
            await bench.drain();
            // Parents that were completed or reopened meanwhile are rows of related
            // incidents too; the next delta reads them.
            await bench.delta();
            await bench.drain();
            expect(await bench.stored()).toEqual(await bench.expected());
          },
        ),
        {
          numRuns: Math.ceil(RUNS * share),
          ...(process.env.SYNC_MODEL_SEED && {
            seed: Number(process.env.SYNC_MODEL_SEED),
            path: process.env.SYNC_MODEL_PATH,
          }),
        },
      );
    });
  },
);
