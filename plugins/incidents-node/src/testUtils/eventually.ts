import { setTimeout as wait } from 'node:timers/promises';

/** Tries until the expectation holds; fails with its last error. @public */
export async function eventually(
  expectation: () => void | Promise<void>,
  options: { withinMs: number } = { withinMs: 5_000 },
): Promise<void> {
  const deadline = Date.now() + options.withinMs;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await wait(20);
    }
  }
}
