import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const cursorSchema = z.object({
  /** Fingerprint of the ids the sweep began with. */
  of: z.string(),
  /** Index of the first chunk of ids no lane has taken yet. */
  next: z.int().min(0),
  lanes: z.array(
    z.object({ chunk: z.int().min(0), after: z.string().optional() }),
  ),
});

/** Where a sweep stands between two requests. */
export type SweepCursor = z.infer<typeof cursorSchema>;

export function startOfSweep(ids: string[]): SweepCursor {
  return { of: fingerprint(ids), next: 0, lanes: [] };
}

export function writeCursor(cursor: SweepCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Refuses a cursor of another list of ids: the lanes would skip issues. */
export function readCursor(
  text: string | undefined,
  ids: string[],
): SweepCursor {
  if (text === undefined) {
    return startOfSweep(ids);
  }
  const cursor = cursorSchema.safeParse(
    parse(Buffer.from(text, 'base64url').toString('utf8')),
  );
  if (!cursor.success || cursor.data.of !== fingerprint(ids)) {
    throw new InputError(
      'The sweep cursor belongs to another list of ids; start the sweep again',
    );
  }
  return cursor.data;
}

function fingerprint(ids: string[]): string {
  return createHash('sha256').update(ids.join('\n')).digest('base64url');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses it.
    return undefined;
  }
}
