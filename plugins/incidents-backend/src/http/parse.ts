import { InputError } from '@backstage/errors';
import { z } from 'zod';

const MAX_WAIT_SECONDS = 20;

/**
 * Validates input at the edge.
 *
 * @throws InputError that names every field at fault, without echoing values
 */
export function parse<S extends z.ZodType>(
  schema: S,
  input: unknown,
): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  throw new InputError(
    result.error.issues.map(describeIssue).slice(0, 20).join('; '),
  );
}

/** Seconds of `Prefer: wait=N`, at most 20; 0 without one. Other preferences are ignored, as RFC 7240 wants. */
export function parseWaitSeconds(prefer: string | undefined): number {
  const match = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(prefer ?? '');
  return match ? Math.min(Number(match[1]), MAX_WAIT_SECONDS) : 0;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = formatPath(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map(key => formatPath([...issue.path, key]));
    return `${keys.join(', ')}: unknown field`;
  }
  return path ? `${path}: ${issue.message}` : issue.message;
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((formatted, part) => {
    if (typeof part === 'number') {
      return `${formatted}[${part}]`;
    }
    // A key is the requester's text: keep it short and printable.
    const name = String(part)
      .replace(/[^\w.-]/g, '?')
      .slice(0, 50);
    return formatted ? `${formatted}.${name}` : name;
  }, '');
}
