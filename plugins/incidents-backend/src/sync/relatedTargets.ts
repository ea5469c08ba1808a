import { LinearItemSource } from '../linear';
import { KnownRelations } from './IssueApplier';
import { childKeys, itemKey } from './itemKey';
import { KnownItem } from './KnownIssues';

/**
 * Ids of the issues to be read because a relation makes them items, each once;
 * an issue that is a child of the same parent was read as one already.
 */
export function relatedTargets(options: {
  relations: KnownRelations;
  /** The stored items of the same incidents. */
  items: readonly KnownItem[];
  /** Whether items of this source are kept at all. */
  keeps: (source: LinearItemSource) => boolean;
}): string[] {
  const { relations, items, keeps } = options;
  const children = childKeys(items);
  const targets = new Set<string>();
  for (const [incidentNumber, ends] of relations) {
    for (const [issueId, source] of ends) {
      if (keeps(source) && !children.has(itemKey(incidentNumber, issueId))) {
        targets.add(issueId);
      }
    }
  }
  return [...targets];
}
