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
  const deliveries =
    (await linear?.inbox.deleteOlderThan(settings.webhooksMs)) ?? 0;
  const sweeps = (await linear?.sweeps.deleteOlderThan(before(SWEEPS_MS))) ?? 0;
  logger.debug(
    `Deleted ${keys} idempotency keys, ${deliveries} webhook deliveries and ${sweeps} sweeps past their retention`,
  );
}
