import { createHash } from 'node:crypto';
import {
  AuthenticationError,
  InputError,
  NotFoundError,
} from '@backstage/errors';
import { LoggerService } from '@backstage/backend-plugin-api';
import express, { RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { errorName } from '../errorName';
import { readWebhook } from '../linear';
import { RetryLaterError } from '../RetryLaterError';
import { isNoise } from '../sync/isNoise';
import { WebhookInbox } from '../sync/WebhookInbox';
import { readBody } from './readBody';

/** The one path that needs no Backstage credentials: Linear signs what it sends. */
export const WEBHOOK_PATH = '/linear/webhook';

const BODY_LIMIT = '1mb';
const MAX_DELIVERY_ID_LENGTH = 128;

/** `POST /linear/webhook`. Must come before the JSON parser: the signature is over the bytes. */
export function webhookRouter(options: {
  /** Absent while Linear is not configured. */
  inbox: WebhookInbox | undefined;
  secrets: string[];
  maxAgeMs: number;
  now: () => Date;
  logger: LoggerService;
  onWebhook: (outcome: string) => void;
}): Router {
  const { inbox, secrets, maxAgeMs, now, logger, onWebhook } = options;
  const router = PromiseRouter();

  router.post(WEBHOOK_PATH, rawBody(), async (request, response) => {
    if (!inbox || secrets.length === 0) {
      throw new NotFoundError('Webhooks are not configured');
    }
    const body: unknown = request.body;
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const reading = readWebhook({
      rawBody: bytes,
      signature: request.header('linear-signature'),
      secrets,
      now: now().getTime(),
      maxAgeMs,
    });
    if (reading.outcome !== 'genuine') {
      onWebhook(reading.outcome);
    }
    switch (reading.outcome) {
      case 'genuine':
        break;
      case 'badSignature':
        throw new AuthenticationError(
          'No configured secret made this signature',
        );
      case 'tooOld':
        throw new AuthenticationError(
          'The delivery is older than incidents.linear.webhookMaxAge allows',
        );
      case 'malformed':
        throw new InputError('The body is not that of a webhook of Linear');
      default:
        throw new Error(
          `Unknown reading ${JSON.stringify(reading satisfies never)}`,
        );
    }
    const deliveryId = deliveryIdOf(request.header('linear-delivery'), bytes);
    if (deliveryId.length > MAX_DELIVERY_ID_LENGTH) {
      throw new InputError('Linear-Delivery: is too long');
    }
    try {
      const outcome = await inbox.accept({
        deliveryId,
        hint: reading.hint,
        isNoise: isNoise(bytes),
      });
      onWebhook(outcome);
    } catch (error) {
      logger.error(
        `A webhook could not be stored, Linear will send it again: ${errorName(
          error,
        )}`,
      );
      throw new RetryLaterError('The delivery could not be stored', 60);
    }
    response.status(200).json({});
  });

  return router;
}

/** Linear's id; without one the same body is the same delivery. */
function deliveryIdOf(header: string | undefined, body: Buffer): string {
  return (
    header?.trim() || `body:${createHash('sha256').update(body).digest('hex')}`
  );
}

function rawBody(): RequestHandler {
  return readBody({
    parser: express.raw({ limit: BODY_LIMIT, type: () => true }),
    limit: BODY_LIMIT,
    onBroken: 'The body could not be read',
  });
}
