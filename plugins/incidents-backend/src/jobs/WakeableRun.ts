import { LoggerService } from '@backstage/backend-plugin-api';
import { errorName } from '../logUnexpectedError';

/**
 * Something that runs when it is woken, once at a time in this process; woken
 * while it runs, it runs once more. Nobody waits for it but the shutdown.
 */
export class WakeableRun {
  readonly #run: (signal: AbortSignal) => Promise<void>;
  readonly #logger: LoggerService;
  readonly #onFailure: string;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #wokenWhileRunning = false;

  constructor(options: {
    run: (signal: AbortSignal) => Promise<void>;
    logger: LoggerService;
    /** What is logged before the name of the error. */
    onFailure: string;
  }) {
    this.#run = options.run;
    this.#logger = options.logger;
    this.#onFailure = options.onFailure;
  }

  /** Aborted from the shutdown on. */
  get stopped(): AbortSignal {
    return this.#stopped.signal;
  }

  wake(): void {
    if (this.#stopped.signal.aborted) {
      return;
    }
    if (this.#running) {
      this.#wokenWhileRunning = true;
      return;
    }
    this.#running = this.#untilAsleep();
  }

  /** Tells what runs to stop, and waits for it. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #untilAsleep(): Promise<void> {
    do {
      this.#wokenWhileRunning = false;
      try {
        await this.#run(this.#stopped.signal);
      } catch (error) {
        this.#logger.warn(
          `${this.#onFailure}, will try again: ${errorName(error)}`,
        );
      }
    } while (this.#wokenWhileRunning && !this.#stopped.signal.aborted);
    // At once, so that no wake-up falls between the last look and this.
    this.#running = undefined;
  }
}
