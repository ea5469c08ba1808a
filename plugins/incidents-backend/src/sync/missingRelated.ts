import { KnownRelations } from './IssueApplier';
import { KnownItem } from './KnownIssues';

/**
 * Stored related issues whose relation or which themselves were not found. What
 * could not be read of an incident says nothing about its items.
 */
export function missingRelated(options: {
  items: readonly KnownItem[];
  /** All relations of those incidents whose parents Linear showed. */
  relations: KnownRelations;
  /** Ids of the issues that Linear showed. */
  seen: ReadonlySet<string>;
}): KnownItem[] {
  const { items, relations, seen } = options;
  return items.filter(({ source, incidentNumber, issueId }) => {
    const ends = relations.get(incidentNumber);
    return (
      source !== 'child' &&
      ends !== undefined &&
      !(ends.has(issueId) && seen.has(issueId))
    );
  });
}
