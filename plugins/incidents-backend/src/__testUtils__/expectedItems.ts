import { Simulator } from 'linear-simulator';

/** An item as Linear's own store has it. */
export interface ExpectedItem {
  incident: number;
  issueId: string;
  source: string;
  title: string;
  identifier: string;
  stateType: string;
  archived: boolean;
  /** Itself an incident's parent: no action item, but a related incident. */
  isIncident: boolean;
}

/** The oracle: the items of incidents, derived from Linear's store without any of our code. */
export function expectedItems(
  store: Simulator['store'],
  parents: readonly { incident: number; parentId: string }[],
): ExpectedItem[] {
  const isParent = new Set(parents.map(({ parentId }) => parentId));
  return parents
    .flatMap(({ incident, parentId }) => {
      const sources = new Map<string, string>();
      const claim = (issueId: string, source: string) => {
        if (!sources.has(issueId)) sources.set(issueId, source);
      };
      for (const child of store.children(parentId)) claim(child.id, 'child');
      const relations = store.relationsOf(parentId);
      const other = (relation: { issueId: string; relatedIssueId: string }) =>
        relation.issueId === parentId
          ? relation.relatedIssueId
          : relation.issueId;
      for (const relation of relations) {
        if (relation.type === 'related') claim(other(relation), 'related');
      }
      for (const relation of relations) {
        if (relation.type === 'blocks' && relation.relatedIssueId === parentId)
          claim(relation.issueId, 'blockedBy');
      }
      for (const relation of relations) {
        if (relation.type === 'blocks' && relation.issueId === parentId)
          claim(relation.relatedIssueId, 'blocks');
      }
      return [...sources].flatMap(([issueId, source]) => {
        const issue = store.issue(issueId);
        return issue.trashed
          ? []
          : [
              {
                incident,
                issueId,
                source,
                title: issue.title,
                identifier: issue.identifier,
                stateType: store.stateOf(issueId).type,
                archived: Boolean(issue.archivedAt),
                isIncident: isParent.has(issueId),
              },
            ];
      });
    })
    .sort(byKey);
}

export function byKey(a: ExpectedItem, b: ExpectedItem): number {
  return `${a.incident}:${a.issueId}` < `${b.incident}:${b.issueId}` ? -1 : 1;
}
