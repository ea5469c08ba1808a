import { createHash } from 'node:crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  AuthenticationError,
  InputError,
  NotFoundError,
} from '@backstage/errors';
import {
  linearStatusSchema,
  operationsReadPermission,
  operationsUsePermission,
  startSweepResultSchema,
  startSweepSchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { readWebhook, SIGNATURE_HEADER } from '../linear';
import { logUnexpectedError } from '../logUnexpectedError';
import { Operations } from './operations';
import { RetryLaterError } from '../RetryLaterError';
import { Sync } from '../sync/createSync';
import { isSortOrderNoise, WebhookInbox } from '../sync/WebhookInbox';
import { requireLinear } from './errors';
import { RawRoute, Route, respond, route } from './route';

/** The one path that needs no Backstage credentials: Linear signs what it sends. */
export const WEBHOOK_PATH = '/linear/webhook';

const WEBHOOK_REFUSALS = {
  badSignature: () =>
    new AuthenticationError('No configured secret made this signature'),
  tooOld: () =>
    new AuthenticationError(
      'The delivery is older than incidents.linear.webhookMaxAge allows',
    ),
  malformed: () => new InputError('The body is not that of a Linear webhook'),
};

const jobIdSchema = z
  .string()
  .regex(/^\P{Cc}{1,64}$/u, 'must be an id from GET /linear/status')
  .describe('Id of the job');

/** `/linear`: what operators see and do. */
export function operationsRoutes(deps: {
  operations: Operations;
  /** Absent while Linear is not configured. */
  sync: Sync | undefined;
}): Route[] {
  const { operations, sync } = deps;
  return [
    route({
      method: 'get',
      path: '/linear/status',
      summary: 'Read the state of the connection to Linear',
      description:
        'Connection, rate budget, update checks, re-sync, webhooks, jobs that failed, and faults of the configuration.',
      permission: operationsReadPermission,
      responses: { 200: linearStatusSchema },
      async handler() {
        return respond(200, await operations.status());
      },
    }),
    route({
      method: 'post',
      path: '/linear/sync',
      summary: 'Start a full re-sync',
      description:
        'Starts reading all action items from Linear, or returns the re-sync that is running. `acceptRemovals: true` confirms removals that were held back because they were unusually many.',
      permission: operationsUsePermission,
      body: startSweepSchema,
      responses: { 202: startSweepResultSchema },
      errors: [409],
      async handler({ body: { acceptRemovals = false } }) {
        const { id, state, startedAt } = await requireLinear(sync).startSweep({
          acceptRemovals,
        });
        return respond(202, {
          sweep: { id, state, startedAt: startedAt.toISOString() },
        });
      },
    }),
    route({
      method: 'post',
      path: '/linear/work/:id/retry',
      summary: 'Retry a failed job',
      description:
        'Resumes a job that gave up, by its id in `work.escalated` of `GET /linear/status`.',
      permission: operationsUsePermission,
      params: { id: jobIdSchema },
      responses: { 204: null },
      errors: [404],
      async handler({ params }) {
        await operations.retry(params.id);
        return respond(204, null);
      },
    }),
  ];
}

/** `POST /linear/webhook`. The signature is over the bytes of the body. */
export function webhookRoute(deps: {
  /** Absent while Linear is not configured. */
  inbox: WebhookInbox | undefined;
  secrets: string[];
  maxAgeMs: number;
  now: () => Date;
  newId: () => string;
  logger: LoggerService;
  onWebhook: (outcome: string) => void;
}): RawRoute {
  const { inbox, secrets, maxAgeMs, now, newId, logger, onWebhook } = deps;
  return {
    kind: 'raw',
    method: 'post',
    path: WEBHOOK_PATH,
    summary: 'Receive a webhook from Linear',
    description:
      'Called by Linear, authenticated by its signature. 200 also for a delivery that was received before; 401 for a bad signature or a delivery that is too old.',
    headers: {
      'Linear-Signature': 'HMAC-SHA256 of the body, in hexadecimal',
    },
    limit: '1mb',
    responses: { 200: z.object({}) },
    errors: [404, 503],
    async handle({ bytes, header }) {
      if (!inbox || secrets.length === 0) {
        throw new NotFoundError('Webhooks are not configured');
      }
      const reading = readWebhook({
        rawBody: bytes,
        signature: header(SIGNATURE_HEADER),
        secrets,
        now: now().getTime(),
        maxAgeMs,
      });
      if (reading.outcome !== 'genuine') {
        onWebhook(reading.outcome);
        throw WEBHOOK_REFUSALS[reading.outcome]();
      }
      try {
        onWebhook(
          await inbox.accept({
            // Not Linear-Delivery, which nobody signs
            bodyHash: createHash('sha256').update(bytes).digest('hex'),
            hint: reading.hint,
            isNoise: isSortOrderNoise(bytes),
          }),
        );
      } catch (error) {
        // 503, so that Linear sends it again.
        const because = logUnexpectedError({
          logger,
          error,
          id: newId(),
          context: { request: `POST ${WEBHOOK_PATH}` },
        });
        throw new RetryLaterError(because, 60);
      }
      return respond(200, {});
    },
  };
}
