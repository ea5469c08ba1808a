import { LinearMalformedError } from '../LinearError';
import type { Page } from '../wire/connection';

/** Reads a list to its end, starting after `next`. A cursor that does not advance is a broken answer. */
export async function readPages<T>(
  operation: string,
  next: string | undefined,
  read: (after: string) => Promise<Page<T>>,
): Promise<{ nodes: T[]; requests: number }> {
  const nodes: T[] = [];
  const seen = new Set<string>();
  let after = next;
  while (after !== undefined) {
    assertAdvances(operation, seen, after);
    const page: Page<T> = await read(after);
    nodes.push(...page.nodes);
    after = page.next;
  }
  return { nodes, requests: seen.size };
}

function assertAdvances(operation: string, seen: Set<string>, after: string) {
  if (seen.has(after)) {
    throw new LinearMalformedError(
      `Linear gives the same cursor twice for ${operation}`,
      { operation },
    );
  }
  seen.add(after);
}
