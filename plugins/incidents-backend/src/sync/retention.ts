import { LoggerService } from '@backstage/backend-plugin-api';
import { IdempotencyStore } from '../incidents/IdempotencyStore';
import { SweepStore } from './sweepStore';
import { WebhookInbox } from './WebhookInbox';

const SWEEPS_MS = 30 * 24 * 3_600_000;

/** Deletes what is past its retention. */
export async function deleteExpired(deps: {
  idempotency: IdempotencyStore;
  /** Absent while Linear is not configured. */
  linear?: { inbox: WebhookInbox; sweeps: SweepStore };
  settings: { webhooksMs: number; idempotencyKeysMs: number };
  now: () => Date;
  logger: LoggerService;
}): Promise<void> {
  const { idempotency, linear, settings, now, logger } = deps;
  const before = (ms: number) => new Date(now().getTime() - ms);
  const keys = await idempotency.deleteOlderThan(
    before(settings.idempotencyKeysMs),
  );
  const deliveries = await linear?.inbox.deleteOlderThan(settings.webhooksMs);
  const sweeps = await linear?.sweeps.deleteOlderThan(before(SWEEPS_MS));
  logger.debug(
    `Deleted ${keys} idempotency keys, ${
      deliveries ?? 0
    } webhook deliveries and ${sweeps ?? 0} sweeps past their retention`,
  );
}
