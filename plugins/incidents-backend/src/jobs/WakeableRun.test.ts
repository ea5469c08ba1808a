import { mockServices } from '@backstage/backend-test-utils';
import { WakeableRun } from './WakeableRun';

/** A run that ends when a test says so. */
function start() {
  const logger = mockServices.logger.mock();
  const ends: { succeed: () => void; fail: (error: unknown) => void }[] = [];
  const wakeable = new WakeableRun({
    run: () =>
      new Promise((succeed, fail) => {
        ends.push({ succeed, fail });
      }),
    logger,
    onFailure: 'Could not look',
  });
  /** Lets what was resolved take its course. */
  const turn = () => new Promise(setImmediate);
  return { ends, logger, turn, wakeable };
}

describe('a run that is woken', () => {
  it('runs once more, and only once, when it is woken while it runs', async () => {
    const { ends, turn, wakeable } = start();
    wakeable.wake();
    wakeable.wake();
    wakeable.wake();
    expect(ends).toHaveLength(1);
    ends[0].succeed();
    await turn();
    expect(ends).toHaveLength(2);
    ends[1].succeed();
    await turn();
    expect(ends).toHaveLength(2);
    wakeable.wake();
    expect(ends).toHaveLength(3);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'misses no wake-up that comes %i steps after it is done',
    async steps => {
      const { ends, turn, wakeable } = start();
      wakeable.wake();
      ends[0].succeed();
      for (let step = 0; step < steps; step++) await undefined;
      wakeable.wake();
      await turn();
      expect(ends).toHaveLength(2);
    },
  );

  it('logs the name of what went wrong, never its words, and can be woken again', async () => {
    const { ends, logger, turn, wakeable } = start();
    wakeable.wake();
    ends[0].fail(new TypeError('a secret'));
    await turn();
    expect(logger.warn.mock.calls).toEqual([
      ['Could not look, will try again: TypeError'],
    ]);
    wakeable.wake();
    expect(ends).toHaveLength(2);
  });

  it('is waited for at the shutdown, and woken no more', async () => {
    const { ends, turn, wakeable } = start();
    wakeable.wake();
    wakeable.wake();
    const stopped = jest.fn();
    const stopping = wakeable.stop().then(stopped);
    await turn();
    expect(stopped).not.toHaveBeenCalled();
    expect(wakeable.stopped.aborted).toBe(true);
    ends[0].succeed();
    await stopping;
    wakeable.wake();
    expect(ends).toHaveLength(1);
  });
});
