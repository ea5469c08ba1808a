import { createHash } from 'node:crypto';
import { JsonObject } from '@backstage/types';
import { idempotencyKeySchema } from '@backstage-incidents/incidents-common';
import { parseInput } from './parseInput';

/** What makes a step repeatable. */
export interface Idempotency {
  /** Sent to the incidents API. */
  idempotencyKey: string;
  /** Key under which the scaffolder keeps the result. */
  checkpointKey: string;
}

/**
 * The same for every attempt of the same step with the same input.
 *
 * Task and step alone are not enough: all items of an `each` share them. The
 * checkpoint depends on the whole input, including a chosen key. So the API
 * rejects a key used twice by mistake, instead of returning the first result
 * again.
 *
 * @throws InputError for a chosen key that cannot be sent
 */
export function idempotencyOf(options: {
  task: { id: string };
  step?: { id?: string };
  input: JsonObject & { idempotencyKey?: string };
}): Idempotency {
  const { task, step, input } = options;
  const hash = createHash('sha256')
    .update(JSON.stringify(canonical([task.id, step?.id ?? '', input])))
    .digest('hex');
  return {
    idempotencyKey: parseInput(
      idempotencyKeySchema,
      input.idempotencyKey ?? hash,
      'idempotencyKey',
    ),
    checkpointKey: `create.${hash}`,
  };
}

/** Keys sorted at every depth, so that equal inputs have equal text. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, entry]) => [key, canonical(entry)]),
    );
  }
  return value;
}
