import { LinearItemSource, sourcePrecedence } from '../linear';

/** How an issue belongs to an incident now; `detached`: it did, and does not any more. */
export type SourceDecision = LinearItemSource | 'detached' | 'none';

/**
 * What one read issue is to one incident. The issue itself proves whether it is
 * a sub-issue; a relation is only known where it was read, so one that was not
 * stays as it is stored, unless all of them were.
 */
export function decideSource(options: {
  issueParentId: string | undefined;
  /** The incident's parent issue. */
  parentIssueId: string;
  /** How the item is stored for the incident, if it is. */
  stored: LinearItemSource | undefined;
  /** The relation that was read between the two, if one was. */
  related: LinearItemSource | undefined;
  /** Whether every relation of the parent was read. */
  relationsComplete: boolean;
}): SourceDecision {
  const { stored, related } = options;
  if (options.issueParentId === options.parentIssueId) {
    return 'child';
  }
  const known: LinearItemSource[] = [];
  if (related) {
    known.push(related);
  }
  if (stored && stored !== 'child' && !options.relationsComplete) {
    known.push(stored);
  }
  const strongest = sourcePrecedence.find(source => known.includes(source));
  if (strongest) {
    return strongest;
  }
  return stored ? 'detached' : 'none';
}
