import { createHash } from 'node:crypto';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IdempotencyKeyRow } from '../database/tables';
import { principalOf, Requester } from './Requester';

const MAX_KEY_LENGTH = 255;

/** A request that may be repeated. */
export interface IdempotentRequest {
  principal: string;
  route: string;
  key: string;
  bodyHash: string;
}

/** What a request made. */
export interface Made {
  incidentNumber: number;
  /** UUID of a sub-issue. */
  issueId?: string;
}

/** Requests with an `Idempotency-Key`, kept with what they made. */
export type IdempotencyStore = ReturnType<typeof createIdempotencyStore>;

export function createIdempotencyStore(deps: {
  database: IncidentsDatabase;
  now: () => Date;
}) {
  const { knex } = deps.database;

  /**
   * What an earlier request with this key made; `undefined` for a new key or none.
   *
   * @throws ConflictError when the earlier one had another body
   */
  async function find(
    request: IdempotentRequest | undefined,
  ): Promise<Made | undefined> {
    if (!request) {
      return undefined;
    }
    const { bodyHash, ...key } = request;
    const row = await knex<IdempotencyKeyRow>('idempotency_keys')
      .where(key)
      .first();
    if (row && row.body_hash !== bodyHash) {
      throw new ConflictError(
        'Idempotency-Key: was used before with another body; use a new key for another request',
      );
    }
    return (
      row && {
        incidentNumber: row.incident_number,
        issueId: row.issue_id ?? undefined,
      }
    );
  }

  return {
    find,

    /**
     * Makes something in a transaction that also stores the key, if there is
     * one. If a twin with the same key commits first, ours is rolled back whole.
     *
     * @returns what it made, or what the twin did
     * @throws ConflictError when the twin had another body
     */
    async once(
      request: IdempotentRequest | undefined,
      make: (tx: Knex) => Promise<Made>,
    ): Promise<Made & { outcome: 'created' | 'repeated' }> {
      try {
        const made = await knex.transaction(async tx => {
          const { incidentNumber, issueId } = await make(tx);
          if (request) {
            const { bodyHash, ...key } = request;
            await tx('idempotency_keys').insert({
              ...key,
              body_hash: bodyHash,
              incident_number: incidentNumber,
              issue_id: issueId ?? null,
              created_at: deps.now(),
            });
          }
          return { incidentNumber, issueId };
        });
        return { outcome: 'created', ...made };
      } catch (error) {
        const twin = isDatabaseConflictError(error)
          ? await find(request)
          : undefined;
        if (!twin) throw error;
        return { outcome: 'repeated', ...twin };
      }
    },

    /** Takes a key back whose request was refused after all, so that nothing is stored of it. */
    async remove(request: IdempotentRequest, issueId: string): Promise<void> {
      const { bodyHash: _, ...key } = request;
      await knex('idempotency_keys')
        .where({ ...key, issue_id: issueId })
        .delete();
    },

    async deleteOlderThan(before: Date): Promise<number> {
      return knex('idempotency_keys').where('created_at', '<', before).delete();
    },
  };
}

/**
 * Reads a request's key; the body is compared by hash, so that nothing private
 * is stored twice.
 *
 * @throws InputError when the key is empty or too long
 */
export function idempotentRequest(options: {
  requester: Requester;
  route: string;
  /** The header `Idempotency-Key`. */
  key: string | undefined;
  body: unknown;
}): IdempotentRequest | undefined {
  const { requester, route, body } = options;
  const key = options.key?.trim();
  if (key === undefined) {
    return undefined;
  }
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
    throw new InputError(
      `Idempotency-Key: must have 1 to ${MAX_KEY_LENGTH} characters`,
    );
  }
  const bodyHash = createHash('sha256')
    .update(canonicalJson(body))
    .digest('hex');
  return { principal: principalOf(requester), route, key, bodyHash };
}

/** JSON with sorted keys: the order in which a client writes fields means nothing. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, nested: unknown) =>
    nested !== null && typeof nested === 'object' && !Array.isArray(nested)
      ? Object.fromEntries(
          Object.entries(nested).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : nested,
  );
}
