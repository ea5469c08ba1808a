import { isLinearError, linearError } from '../LinearError';
import { MemoryRateLimitStore } from '../__testUtils__/memory';
import type { LinearRateLimitStore, LinearCall } from '../ports';
import {
  TestClock,
  background,
  interactive,
  recordingLogger,
} from '../__testUtils__/testGateway';
import { createRateBudget } from './RateBudget';

const HOUR = 3_600_000;

function setUp(store: LinearRateLimitStore = new MemoryRateLimitStore()) {
  const clock = new TestClock();
  const { logger, lines } = recordingLogger();
  const create = () =>
    createRateBudget({
      clock,
      rateLimitStore: store,
      logger,
      budgetReserve: 0.2,
    });
  return { clock, store, lines, create, budget: create() };
}

function bucket(limit: number, remaining: number, resetAt: number) {
  return { limit, remaining, resetAt };
}

function limited(facts: {
  operation: string;
  bucket: 'requests' | 'points' | 'endpoint';
  resetAt: number;
}) {
  const error = linearError({ kind: 'rateLimited', heldBack: false, ...facts });
  if (!isLinearError(error, 'rateLimited')) {
    throw error;
  }
  return error;
}

async function isAdmitted(admission: Promise<void>): Promise<boolean> {
  try {
    await admission;
    return true;
  } catch (error) {
    if (isLinearError(error, 'rateLimited') && error.heldBack) {
      return false;
    }
    throw error;
  }
}

describe('the rate budget', () => {
  it('admits every call while nothing is known', async () => {
    const { budget } = setUp();
    await expect(
      budget.admit({ name: 'Op', points: 10_000 }, background),
    ).resolves.toBe(undefined);
  });

  const creation: LinearCall = { ...background, purpose: 'createParent' };

  it.each([
    { remaining: 1001, who: 'background', call: background, passes: true },
    { remaining: 1000, who: 'background', call: background, passes: false },
    { remaining: 1000, who: 'interactive', call: interactive, passes: true },
    { remaining: 251, who: 'interactive', call: interactive, passes: true },
    { remaining: 250, who: 'interactive', call: interactive, passes: false },
    { remaining: 250, who: 'creating a parent', call: creation, passes: true },
    { remaining: 0, who: 'creating a parent', call: creation, passes: true },
  ])(
    'with $remaining of 5000 requests left, admits a call ($who): $passes',
    async ({ remaining, call, passes }) => {
      const { budget, clock } = setUp();
      budget.observe({
        requests: bucket(5000, remaining, clock.now() + HOUR),
      });
      expect(
        await isAdmitted(budget.admit({ name: 'Op', points: 1 }, call)),
      ).toBe(passes);
    },
  );

  it('keeps a share for creating parent issues even without a reserve for interactive calls', async () => {
    const { clock, store } = setUp();
    const { logger } = recordingLogger();
    const budget = createRateBudget({
      clock,
      rateLimitStore: store,
      logger,
      budgetReserve: 0,
    });
    budget.observe({ points: bucket(1_000, 54, clock.now() + HOUR) });
    const op = { name: 'Op', points: 5 };
    expect(await isAdmitted(budget.admit(op, background))).toBe(false);
    expect(await isAdmitted(budget.admit(op, interactive))).toBe(false);
    expect(await isAdmitted(budget.admit(op, creation))).toBe(true);
  });

  it('holds back the creation of parent issues after a hit limit, but no longer than interactive calls', async () => {
    const { budget, clock } = setUp();
    const resetAt = clock.now() + 60_000;
    await budget.exceeded(
      limited({
        operation: 'Op',
        bucket: 'points',
        resetAt,
      }),
    );
    const op = { name: 'Op', points: 1 };
    await expect(budget.admit(op, creation)).rejects.toMatchObject({ resetAt });
    clock.advance(60_000);
    await expect(budget.admit(op, creation)).resolves.toBeUndefined();
    await expect(budget.admit(op, background)).rejects.toThrow();
  });

  it('counts the cost of an operation against the reserve', async () => {
    const { budget, clock } = setUp();
    budget.observe({
      points: bucket(2_000_000, 405_000, clock.now() + HOUR),
    });
    await expect(
      budget.admit({ name: 'Op', points: 5_000 }, background),
    ).resolves.toBe(undefined);
    await expect(
      budget.admit({ name: 'Op', points: 5_001 }, background),
    ).rejects.toMatchObject({ bucket: 'points', heldBack: true });
  });

  it('admits background calls again once the budget has refilled, and says when', async () => {
    const { budget, clock } = setUp();
    budget.observe({ requests: bucket(3600, 700, clock.now() + HOUR) });
    const error: unknown = await budget
      .admit({ name: 'Op', points: 1 }, background)
      .catch(reason => reason);
    // 21 requests are missing and one comes back a second.
    expect(error).toMatchObject({ resetAt: clock.now() + 21_000 });
    clock.advance(20_000);
    await expect(
      budget.admit({ name: 'Op', points: 1 }, background),
    ).rejects.toThrow();
    clock.advance(1_000);
    await expect(
      budget.admit({ name: 'Op', points: 1 }, background),
    ).resolves.toBe(undefined);
  });

  it('makes all replicas wait for a limit that one of them hit, and lets interactive calls go first afterwards', async () => {
    const { budget, create, clock } = setUp();
    const other = create();
    const resetAt = clock.now() + 60_000;
    await budget.exceeded(
      limited({
        operation: 'Op',
        bucket: 'points',
        resetAt,
      }),
    );
    for (const replica of [budget, other]) {
      await expect(
        replica.admit({ name: 'Op', points: 1 }, interactive),
      ).rejects.toMatchObject({
        bucket: 'points',
        resetAt,
        heldBack: true,
      });
      expect(replica.status().waiting).toEqual({
        bucket: 'points',
        until: resetAt,
        since: clock.now(),
      });
    }
    clock.advance(60_000);
    await expect(
      other.admit({ name: 'Op', points: 1 }, interactive),
    ).resolves.toBeUndefined();
    await expect(
      other.admit({ name: 'Op', points: 1 }, background),
    ).rejects.toMatchObject({
      heldBack: true,
    });
    clock.advance(10_000);
    await expect(
      other.admit({ name: 'Op', points: 1 }, background),
    ).resolves.toBeUndefined();
    expect(other.status().waiting).toBeUndefined();
  });

  it('holds back only the operation whose own limit was hit', async () => {
    const { budget, clock } = setUp();
    await budget.exceeded(
      limited({
        operation: 'Slow',
        bucket: 'endpoint',
        resetAt: clock.now() + 20_000,
      }),
    );
    await expect(
      budget.admit({ name: 'Slow', points: 1 }, interactive),
    ).rejects.toMatchObject({
      bucket: 'endpoint',
    });
    await expect(
      budget.admit({ name: 'Fast', points: 1 }, interactive),
    ).resolves.toBeUndefined();
    clock.advance(20_000);
    await expect(
      budget.admit({ name: 'Slow', points: 1 }, interactive),
    ).resolves.toBeUndefined();
  });

  it('relies on its own responses, and logs that, when the shared rate limit cannot be read', async () => {
    const { budget, clock, lines } = setUp({
      read: async () => {
        throw new Error('database is down');
      },
      note: async () => {
        throw new Error('database is down');
      },
    });
    await expect(
      budget.admit({ name: 'Op', points: 1 }, interactive),
    ).resolves.toBeUndefined();
    await budget.exceeded(
      limited({
        operation: 'Op',
        bucket: 'requests',
        resetAt: clock.now() + 5_000,
      }),
    );
    await expect(
      budget.admit({ name: 'Op', points: 1 }, interactive),
    ).rejects.toMatchObject({
      kind: 'rateLimited',
    });
    expect(lines.join('\n')).toMatch(/could not be read/);
    expect(lines.join('\n')).toMatch(/could not be stored/);
  });
});
