import { LoggerService } from '@backstage/backend-plugin-api';
import { errorName } from '../logUnexpectedError';

/** Runs that nobody waits for, but the plugin's shutdown. */
export class BackgroundRuns {
  readonly #logger: LoggerService;
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  start(name: string, run: (signal: AbortSignal) => Promise<void>): void {
    if (this.#stopped.signal.aborted) {
      return;
    }
    const running = run(this.#stopped.signal)
      .catch(error =>
        this.#logger.warn(`A ${name} failed: ${errorName(error)}`),
      )
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Tells what runs to stop, and waits for it. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.allSettled([...this.#running]);
  }
}
