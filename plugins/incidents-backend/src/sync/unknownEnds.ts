import { LinearItemSource } from '../linear';
import { KnownRelations } from './IssueApplier';
import { itemKey } from './itemKey';
import { KnownItem } from './KnownIssues';

/**
 * The ends of relations that are not stored with what the relation makes of
 * them, and have to be read for it. Children stay children whatever relates to
 * them. Incidents without any are left out.
 */
export function unknownEnds(options: {
  relations: KnownRelations;
  /** The stored items of the same incidents. */
  items: readonly KnownItem[];
  /** Whether items of this source are kept at all. */
  keeps: (source: LinearItemSource) => boolean;
}): Map<number, Map<string, LinearItemSource>> {
  const { relations, items, keeps } = options;
  const sources = new Map(
    items.map(item => [
      itemKey(item.incidentNumber, item.issueId),
      item.source,
    ]),
  );
  const wanted = new Map<number, Map<string, LinearItemSource>>();
  for (const [incidentNumber, ends] of relations) {
    const unknown = new Map(
      [...ends].filter(([issueId, source]) => {
        const stored = sources.get(itemKey(incidentNumber, issueId));
        return keeps(source) && stored !== source && stored !== 'child';
      }),
    );
    if (unknown.size > 0) wanted.set(incidentNumber, unknown);
  }
  return wanted;
}
