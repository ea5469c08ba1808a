import { isDeepStrictEqual } from 'node:util';
import { LinearIssue } from '../linear';

/**
 * What to store of a parent issue after another read; `undefined`: nothing new.
 * Lists leave the description out; what is known of it stays. A read older than
 * what is stored tells nothing.
 */
export function mergeObserved(
  stored: LinearIssue | undefined,
  read: LinearIssue,
): LinearIssue | undefined {
  if (stored && stored.updatedAt > read.updatedAt) {
    return undefined;
  }
  const merged: LinearIssue =
    read.description === undefined && stored?.description !== undefined
      ? { ...read, description: stored.description }
      : read;
  return isDeepStrictEqual(plain(stored), plain(merged)) ? undefined : merged;
}

/** As it comes back from the database: without fields that are undefined. */
function plain(issue: LinearIssue | undefined): unknown {
  return issue && JSON.parse(JSON.stringify(issue));
}
