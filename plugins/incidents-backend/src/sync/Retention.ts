import { LoggerService } from '@backstage/backend-plugin-api';
import { IdempotencyStore } from '../incidents/IdempotencyStore';
import { SweepStore } from './sweepStore';
import { WebhookInbox } from './WebhookInbox';

const SWEEPS_MILLISECONDS = 30 * 24 * 3_600_000;

/** Deletes what has served its purpose. */
export class Retention {
  readonly #idempotency: IdempotencyStore;
  readonly #linear: { inbox: WebhookInbox; sweeps: SweepStore } | undefined;
  readonly #settings: { webhooksMs: number; idempotencyKeysMs: number };
  readonly #now: () => Date;
  readonly #logger: LoggerService;

  constructor(options: {
    idempotency: IdempotencyStore;
    /** Absent while Linear is not configured. */
    linear?: { inbox: WebhookInbox; sweeps: SweepStore };
    settings: { webhooksMs: number; idempotencyKeysMs: number };
    now: () => Date;
    logger: LoggerService;
  }) {
    this.#idempotency = options.idempotency;
    this.#linear = options.linear;
    this.#settings = options.settings;
    this.#now = options.now;
    this.#logger = options.logger;
  }

  async run(): Promise<void> {
    const { webhooksMs, idempotencyKeysMs } = this.#settings;
    const before = (milliseconds: number) =>
      new Date(this.#now().getTime() - milliseconds);
    const keys = await this.#idempotency.deleteOlderThan(
      before(idempotencyKeysMs),
    );
    const deliveries = await this.#linear?.inbox.deleteOlderThan(webhooksMs);
    const sweeps = await this.#linear?.sweeps.deleteOlderThan(
      before(SWEEPS_MILLISECONDS),
    );
    this.#logger.debug(
      `Deleted ${keys} idempotency keys, ${
        deliveries ?? 0
      } webhook deliveries and ${sweeps ?? 0} sweeps past their retention`,
    );
  }
}
