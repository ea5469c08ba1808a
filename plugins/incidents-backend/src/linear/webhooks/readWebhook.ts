import { createHmac, timingSafeEqual } from 'node:crypto';
import { LINEAR_WEBHOOK_SIGNATURE_HEADER } from '@linear/sdk/webhooks';
import { z } from 'zod';
import { parseJson } from '../../json';

/** The header that holds a delivery's signature. */
export const SIGNATURE_HEADER: string = LINEAR_WEBHOOK_SIGNATURE_HEADER;

/** What a delivery points at. Only ids: what changed is always read from Linear itself. */
export type WebhookHint = {
  /** Linear's event type: Issue, Comment, Attachment, IssueSLA, … */
  type: string;
  action: string;
  /** UUIDs of the issues it is about. */
  issueIds: string[];
  /** UUIDs of their parents, the present and the former one. */
  parentIds: string[];
  /** Who did it, as Linear knows them; ours is the actor of `probe`. */
  actorId?: string;
};

export type WebhookReading =
  | { outcome: 'genuine'; hint: WebhookHint }
  /** No configured secret made this signature. */
  | { outcome: 'badSignature' }
  /** Signed by Linear, but too long ago, or too far ahead. */
  | { outcome: 'tooOld' }
  /** Signed by Linear, but not a webhook body. */
  | { outcome: 'malformed' };

const id = z.string().optional().catch(undefined);
const reference = z.object({ id }).optional().catch(undefined);

const bodySchema = z.object({
  type: z.string(),
  action: z.string(),
  webhookTimestamp: z.number().or(
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ),
  actor: z.object({ id }).nullish().catch(undefined),
  data: z
    .object({
      id,
      parentId: id,
      parent: reference,
      issueId: id,
      issue: reference,
      relatedIssueId: id,
      relatedIssue: reference,
    })
    .optional()
    .catch(undefined),
  issueData: z.object({ id, parentId: id }).optional().catch(undefined),
  updatedFrom: z.object({ parentId: id }).nullish().catch(undefined),
});

/**
 * Verifies and reads one delivery.
 *
 * Not the SDK's LinearWebhookClient: it checks one secret only, whereas there are two during rotation, and rejects what
 * is older than a minute, whereas Linear's last retry comes seven hours later and may have the first timestamp.
 */
export function readWebhook(options: {
  /** The bytes as they arrived, before any parsing. */
  rawBody: Buffer;
  /** The `Linear-Signature` header. */
  signature: string | undefined;
  /** Any of them may have signed. */
  secrets: string[];
  /** Epoch milliseconds. */
  now: number;
  maxAgeMs: number;
}): WebhookReading {
  const { rawBody, signature, secrets, now, maxAgeMs } = options;
  if (!isSigned(rawBody, signature, secrets)) {
    return { outcome: 'badSignature' };
  }
  const parsed = bodySchema.safeParse(parseJson(rawBody.toString('utf8')));
  if (!parsed.success) {
    return { outcome: 'malformed' };
  }
  const { type, action, actor, data, issueData, updatedFrom } = parsed.data;
  if (Math.abs(now - parsed.data.webhookTimestamp) > maxAgeMs) {
    return { outcome: 'tooOld' };
  }
  const issue = type === 'Issue' ? data : undefined;
  return {
    outcome: 'genuine',
    hint: {
      type,
      action,
      issueIds: present([
        issue?.id,
        data?.issueId,
        data?.issue?.id,
        data?.relatedIssueId,
        data?.relatedIssue?.id,
        issueData?.id,
      ]),
      parentIds: present([
        issue?.parentId,
        issue?.parent?.id,
        updatedFrom?.parentId,
        issueData?.parentId,
      ]),
      actorId: actor?.id,
    },
  };
}

function isSigned(
  rawBody: Buffer,
  signature: string | undefined,
  secrets: string[],
): boolean {
  if (!signature || !/^[0-9a-f]{64}$/i.test(signature)) {
    return false;
  }
  const given = Buffer.from(signature, 'hex');
  // All of them, so that the timing does not reveal which secret signed.
  return secrets
    .filter(secret => secret !== '')
    .map(secret =>
      timingSafeEqual(
        given,
        createHmac('sha256', secret).update(rawBody).digest(),
      ),
    )
    .includes(true);
}

function present(ids: (string | undefined)[]): string[] {
  return [...new Set(ids.filter(value => value !== undefined))];
}
