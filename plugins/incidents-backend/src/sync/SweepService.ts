import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Leases } from '../database/Leases';
import { AnyLinearError, isLinearError } from '../linear';
import { ClaimLostError } from '../jobs';
import { SweepRecord } from './Sweep';
import { SweepRun } from './SweepRun';
import { SweepTools } from './SweepTools';

const LEASE_MILLISECONDS = 120_000;

/** Starts sweeps, and brings unfinished ones to their end. */
export class SweepService {
  readonly #tools: SweepTools;
  readonly #leases: Leases;
  readonly #intervalMilliseconds: number;
  readonly #logger: LoggerService;

  constructor(options: {
    tools: SweepTools;
    leases: Leases;
    intervalMilliseconds: number;
    logger: LoggerService;
  }) {
    this.#tools = options.tools;
    this.#leases = options.leases;
    this.#intervalMilliseconds = options.intervalMilliseconds;
    this.#logger = options.logger;
  }

  async latest(): Promise<SweepRecord | undefined> {
    return this.#tools.store.findLatest();
  }

  /**
   * Asks for a sweep; a tick does it.
   *
   * @throws ConflictError when removals are accepted and none are held back
   */
  async request(options: { acceptRemovals: boolean }): Promise<SweepRecord> {
    if (!options.acceptRemovals) {
      return this.#tools.store.request();
    }
    const accepted = await this.#tools.store.acceptRemovals();
    if (!accepted) {
      throw new ConflictError(
        'acceptRemovals: the last sweep holds no removals back; start a sweep without it',
      );
    }
    return accepted;
  }

  /**
   * Continues the unfinished sweep, or starts one whose time has come. Harmless
   * at any time and any number of times: one holds the lease, and nothing is
   * done that is not due.
   */
  async tick(signal: AbortSignal): Promise<void> {
    const lease = await this.#leases.acquire({
      key: 'sweep',
      milliseconds: LEASE_MILLISECONDS,
    });
    if (!lease) {
      return;
    }
    const { store } = this.#tools;
    let run: SweepRun | undefined;
    try {
      const sweep =
        (await store.findActive()) ??
        ((await store.isDue(this.#intervalMilliseconds))
          ? await store.request()
          : undefined);
      if (!sweep) {
        return;
      }
      run = new SweepRun({
        tools: this.#tools,
        sweep,
        lease,
        call: { priority: 'background', signal },
      });
      this.#tell(await run.toTheEnd());
    } catch (error) {
      if (signal.aborted || error instanceof ClaimLostError) {
        return;
      }
      if (!isLinearError(error)) {
        throw error;
      }
      this.#logger.warn(`The sweep was interrupted: ${error.message}`);
      if (run) {
        await store.save(
          run.sweep,
          isPermanent(error)
            ? { state: 'failed', reason: error.message, isFinished: true }
            : { reason: error.message },
          lease,
        );
      }
    } finally {
      await lease.release();
    }
  }

  #tell(sweep: SweepRecord): void {
    const { counts } = sweep;
    if (sweep.state === 'held') {
      this.#logger.error(`The sweep holds removals back: ${sweep.reason}`);
      return;
    }
    this.#logger.info(
      `The sweep is complete: ${counts.incidents} incidents, ${counts.items} items read, ${counts.added} added, ${counts.changed} changed, ${counts.removed} removed in ${counts.requests} requests`,
    );
  }
}

/** The same again would fail the same way. */
function isPermanent(error: AnyLinearError): boolean {
  return (
    error.kind === 'forbidden' ||
    error.kind === 'rejected' ||
    error.kind === 'tooComplex'
  );
}
