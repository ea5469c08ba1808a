import {
  type AnyLinearError,
  isLinearError,
  isRejected,
  linearError,
} from '../LinearError';
import type { LinearCall, Lookup } from '../ports';
import type { LinearIssue } from '../LinearIssue';
import type { Operation, Page, Run } from './operation';

/** Linear compares names like this. */
export function isSameName(a: string, b: string): boolean {
  return normalizeName(a) === normalizeName(b);
}

export function normalizeName(name: string): string {
  return name.trim().toLocaleLowerCase('en-US');
}

/** Unique values in lists of at most `size`. */
export function chunk<T>(values: Iterable<T>, size: number): T[][] {
  const unique = [...new Set(values)];
  const chunks: T[][] = [];
  for (let start = 0; start < unique.length; start += size) {
    chunks.push(unique.slice(start, start + size));
  }
  return chunks;
}

/** Each issue once, as it was last: lists of one response may overlap, and a page may show a row twice. */
export function newestOfEach(
  issues: readonly LinearIssue[],
): Map<string, LinearIssue> {
  const newest = new Map<string, LinearIssue>();
  for (const issue of issues) {
    const known = newest.get(issue.id);
    if (!known || known.updatedAt <= issue.updatedAt) {
      newest.set(issue.id, issue);
    }
  }
  return newest;
}

/** A list from its beginning to its end: however few rows a page holds, only Linear says that there are no more. */
export async function readAll<Variables extends object, T>(
  run: Run,
  operation: Operation<Variables & { after?: string }, Page<T>>,
  variables: Variables,
  call: LinearCall,
): Promise<T[]> {
  const read = (after?: string) =>
    run(operation, { ...variables, after }, call);
  return (await readOn(operation.name, await read(), read)).nodes;
}

/** The rest of a list whose first page was read. `requests` are those after the first page. */
export async function readOn<T>(
  operation: string,
  first: Page<T>,
  read: (after: string) => Promise<Page<T>>,
): Promise<{ nodes: T[]; requests: number }> {
  const nodes = [...first.nodes];
  const seen = new Set<string>();
  for (let after = first.next; after !== undefined; ) {
    if (seen.has(after)) {
      throw notAdvancing(operation);
    }
    seen.add(after);
    const page = await read(after);
    nodes.push(...page.nodes);
    after = page.next;
  }
  return { nodes, requests: seen.size };
}

/** @throws a `malformed` error where the page after a cursor gives the same cursor again */
export function assertAdvanced(
  operation: string,
  after: string | undefined,
  page: Page<unknown>,
): void {
  if (after !== undefined && page.next === after) {
    throw notAdvancing(operation);
  }
}

function notAdvancing(operation: string): AnyLinearError {
  return linearError(
    { kind: 'malformed', operation },
    'the same cursor came twice',
  );
}

/** Sends a write. @throws a rejection with the reason `notApplied` unless Linear says that it succeeded */
export async function write<
  Variables extends object,
  Payload extends { success: boolean },
>(
  run: Run,
  operation: Operation<Variables, Payload>,
  variables: Variables,
  call: LinearCall,
): Promise<Payload> {
  const payload = await run(operation, variables, call);
  assertApplied(operation.name, payload.success);
  return payload;
}

/** @throws a rejection with the reason `notApplied` */
export function assertApplied(operation: string, isApplied: boolean): void {
  if (!isApplied) {
    throw linearError({ kind: 'rejected', operation, reason: 'notApplied' });
  }
}

/** Turns Linear's "not found" into `absent`; every other failure stays one. */
export async function lookup<T>(read: () => Promise<T>): Promise<Lookup<T>> {
  try {
    return { outcome: 'found', value: await read() };
  } catch (error) {
    if (isRejected(error, 'notFound')) {
      return { outcome: 'absent' };
    }
    throw error;
  }
}

/**
 * What a create with an id of ours has made, after it failed in a way that leaves open whether it was done: what the
 * read of that id finds settles it.
 *
 * @throws the failure, when it leaves nothing open, when the read finds nothing, or fails itself
 */
export async function settleByReading<T>(
  failure: unknown,
  read: () => Promise<Lookup<T>>,
): Promise<T> {
  if (!isAmbiguous(failure)) {
    throw failure;
  }
  // Where the read fails as well, the failure of the write says more.
  const found = await read().catch(() => undefined);
  if (found?.outcome !== 'found') {
    throw failure;
  }
  return found.value;
}

/**
 * The write may have been done: by us a moment ago, or before a crash. Linear words a conflict as it likes, so a
 * rejection that names no other field may be one as well.
 */
function isAmbiguous(error: unknown): boolean {
  if (isLinearError(error, 'rejected')) {
    return (
      error.reason === 'conflict' ||
      (error.reason === 'invalid' && (error.field ?? 'id') === 'id')
    );
  }
  return (
    isLinearError(error, 'malformed') ||
    (isLinearError(error, 'unavailable') && !error.circuitOpen)
  );
}
