import { LoggerService } from '@backstage/backend-plugin-api';
import { Clock } from '../Clock';
import { errorName } from '../errorName';
import { decideFailure, FailureDecision } from './failurePolicy';
import { ClaimedWork, WorkKind, WorkStore } from './WorkStore';

/** Does one unit of work; throws when it is not done. */
export type WorkHandler = (
  work: ClaimedWork,
  signal: AbortSignal,
) => Promise<void>;

/** Told when work needs a person, after it is stored. */
export type EscalationListener = (work: ClaimedWork, reason: string) => void;

const LEASE_MILLISECONDS = 60_000;

/**
 * Drains due work with bounded concurrency: woken at once by whoever committed
 * new work in this process, and by a poll for what other replicas left.
 */
export class Worker {
  readonly #store: WorkStore;
  readonly #handlers: Record<WorkKind, WorkHandler>;
  readonly #logger: LoggerService;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #holder: string;
  readonly #concurrency: number;
  readonly #onEscalation: EscalationListener;
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #draining: Promise<void> | undefined;
  #wokenWhileDraining = false;
  #onWake: () => void = () => {};

  constructor(options: {
    store: WorkStore;
    handlers: Record<WorkKind, WorkHandler>;
    logger: LoggerService;
    clock: Clock;
    random: () => number;
    holder: string;
    concurrency?: number;
    onEscalation?: EscalationListener;
  }) {
    this.#store = options.store;
    this.#handlers = options.handlers;
    this.#logger = options.logger;
    this.#clock = options.clock;
    this.#random = options.random;
    this.#holder = options.holder;
    this.#concurrency = options.concurrency ?? 4;
    this.#onEscalation = options.onEscalation ?? (() => {});
  }

  /** Looks for due work now, without waiting for it. */
  wake(): void {
    this.drain().catch(error =>
      this.#logger.warn(
        `Could not look for due work, will look again: ${errorName(error)}`,
      ),
    );
  }

  /** Works until nothing is due; a wake-up meanwhile makes it look once more. */
  async drain(): Promise<void> {
    if (this.#stopped.signal.aborted) {
      return undefined;
    }
    if (this.#draining) {
      this.#wokenWhileDraining = true;
      this.#onWake();
      return this.#draining;
    }
    this.#draining = this.#drain();
    return this.#draining;
  }

  /** Takes nothing new, tells what runs to stop, and waits for it. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    // It may still take on what it has just claimed.
    await Promise.allSettled([this.#draining]);
    await Promise.allSettled([...this.#running]);
  }

  async #drain(): Promise<void> {
    let goOn = true;
    try {
      while (goOn && !this.#stopped.signal.aborted) {
        this.#wokenWhileDraining = false;
        const started = await this.#startDue();
        if (this.#running.size > 0 && !this.#wokenWhileDraining) {
          // New work must not wait behind a slow call while a slot is free.
          const woken = new Promise<void>(resolve => {
            this.#onWake = resolve;
          });
          await Promise.race([...this.#running, woken]);
        }
        goOn =
          started > 0 || this.#running.size > 0 || this.#wokenWhileDraining;
      }
    } finally {
      // At once, so that no wake-up falls between the last look and this.
      this.#draining = undefined;
    }
  }

  /** Takes as much due work as there are free slots; how much that was. */
  async #startDue(): Promise<number> {
    const free = this.#concurrency - this.#running.size;
    const batch = free
      ? await this.#store.claim({
          holder: this.#holder,
          limit: free,
          leaseMilliseconds: LEASE_MILLISECONDS,
        })
      : [];
    for (const work of batch) {
      const run = this.#run(work).finally(() => {
        this.#running.delete(run);
        // It may have handed back what was asked for again meanwhile, after
        // the look that is under way.
        this.#wokenWhileDraining = true;
      });
      this.#running.add(run);
    }
    return batch.length;
  }

  async #run(work: ClaimedWork): Promise<void> {
    const lost = new AbortController();
    const renewal = setInterval(() => {
      this.#store.renew(work, LEASE_MILLISECONDS).then(
        held => held || lost.abort(),
        () => lost.abort(),
      );
    }, LEASE_MILLISECONDS / 3);
    renewal.unref();
    try {
      await this.#attempt(
        work,
        AbortSignal.any([lost.signal, this.#stopped.signal]),
      );
    } catch (error) {
      // The row is still leased; when the lease ends some replica takes it up.
      this.#logger.warn(
        `Could not settle ${work.kind} work ${
          work.key
        }, its lease will run out: ${errorName(error)}`,
      );
    } finally {
      clearInterval(renewal);
    }
  }

  async #attempt(work: ClaimedWork, signal: AbortSignal): Promise<void> {
    const handler = Object.entries(this.#handlers).find(
      ([kind]) => kind === work.kind,
    )?.[1];
    if (!handler) {
      await this.#fail(work, {
        outcome: 'escalate',
        reason: `This version does not know work of kind ${work.kind}`,
      });
      return;
    }
    try {
      await handler(work, signal);
    } catch (error) {
      if (signal.aborted) {
        await this.#store.release(work);
        return;
      }
      const decision = decideFailure({
        error,
        attempts: work.attempts,
        failingSince: work.failingSince,
        now: this.#clock.now(),
        random: this.#random(),
      });
      await this.#fail(work, decision);
      return;
    }
    await this.#store.settle(work);
  }

  async #fail(work: ClaimedWork, decision: FailureDecision): Promise<void> {
    const recorded = await this.#store.fail(work, decision);
    this.#logger.warn(
      `${work.kind} work ${work.key} failed (attempt ${work.attempts + 1}), ${
        decision.outcome === 'retry'
          ? `next try in ${Math.ceil(decision.delayMilliseconds / 1000)} s`
          : 'a person is needed'
      }: ${decision.reason}`,
    );
    if (recorded === 'recorded' && decision.outcome === 'escalate') {
      this.#onEscalation(work, decision.reason);
    }
  }
}
