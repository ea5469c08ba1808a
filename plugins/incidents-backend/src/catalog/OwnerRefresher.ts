import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Lease, Leases } from '../database/Leases';
import { errorName } from '../logUnexpectedError';
import { WakeableRun } from '../jobs/WakeableRun';
import { CatalogOwners } from './CatalogOwners';
import { EntityOwnerStore } from './EntityOwnerStore';

const LEASE_MILLISECONDS = 120_000;
const BATCH = 100;

/**
 * Keeps the owners of affected entities as the catalog has them: read when an
 * incident names them, and daily. What could not be read stays as it is, and due.
 */
export class OwnerRefresher {
  readonly #store: EntityOwnerStore;
  readonly #owners: CatalogOwners;
  readonly #leases: Leases;
  readonly #logger: LoggerService;
  readonly #wakeable: WakeableRun;
  #unavailable = false;

  constructor(options: {
    store: EntityOwnerStore;
    owners: CatalogOwners;
    leases: Leases;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#owners = options.owners;
    this.#leases = options.leases;
    this.#logger = options.logger;
    this.#wakeable = new WakeableRun({
      run: signal => this.#readDue(signal),
      logger: options.logger,
      onFailure: 'Could not refresh the owners of affected entities',
    });
  }

  async schedule(options: {
    scheduler: SchedulerService;
    lifecycle: LifecycleService;
  }): Promise<void> {
    options.lifecycle.addShutdownHook(() => this.#wakeable.stop());
    await options.scheduler.scheduleTask({
      id: 'incidents-entity-owners',
      frequency: { minutes: 1 },
      timeout: { minutes: 5 },
      fn: signal => this.run(signal),
    });
  }

  /** Reads what is due now, without waiting for it. */
  wake(): void {
    this.#wakeable.wake();
  }

  /** Reads what is due, and finds what nobody asked for. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#store.adopt(BATCH);
    await this.#readDue(signal);
  }

  /** One at a time in all replicas, so that an older answer never overwrites a newer one. */
  async #readDue(signal: AbortSignal): Promise<void> {
    const lease = await this.#leases.acquire({
      key: 'entity-owners',
      milliseconds: LEASE_MILLISECONDS,
    });
    if (!lease) {
      return;
    }
    try {
      let goOn = true;
      while (goOn && !signal.aborted) {
        goOn = await this.#readBatch(lease);
      }
    } finally {
      await lease.release();
    }
  }

  /** Whether there may be more to do. */
  async #readBatch(lease: Lease): Promise<boolean> {
    const due = await this.#store.listDue(BATCH);
    const affected = due.filter(({ isAffected }) => isAffected);
    const owners = await this.#ask(affected.map(({ entityRef }) => entityRef));
    if (!owners || !(await lease.renew())) {
      return false;
    }
    for (const entity of due) {
      if (!entity.isAffected) {
        await this.#store.forget(entity);
      } else if (
        !(await this.#store.record(
          entity,
          owners.get(entity.entityRef) ?? [],
          lease,
        ))
      ) {
        return false;
      }
    }
    return due.length === BATCH;
  }

  async #ask(
    entityRefs: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
    if (entityRefs.length === 0) {
      return new Map();
    }
    try {
      const owners = await this.#owners.read(entityRefs);
      if (this.#unavailable) {
        this.#logger.info(
          'The catalog tells owners of affected entities again',
        );
      }
      this.#unavailable = false;
      return owners;
    } catch (error) {
      // Once per outage.
      if (!this.#unavailable) {
        this.#logger.warn(
          `The catalog does not tell who owns affected entities; what is known stays, and it is asked again every minute: ${errorName(
            error,
          )}`,
        );
      }
      this.#unavailable = true;
      return undefined;
    }
  }
}
