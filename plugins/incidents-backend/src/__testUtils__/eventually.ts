import { setTimeout as sleep } from 'node:timers/promises';

const GIVE_UP_AFTER_MILLISECONDS = 15_000;
const LOOK_AGAIN_MILLISECONDS = 25;

/** Waits for a condition that another process or a worker brings about. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const started = Date.now();
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() - started > GIVE_UP_AFTER_MILLISECONDS) {
        throw error;
      }
    }
    await sleep(LOOK_AGAIN_MILLISECONDS);
  }
}
