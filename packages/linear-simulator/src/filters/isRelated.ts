import { IssueRecord, RelationType } from '../store/records';
import { Viewer } from '../store/Viewer';

/** Whether the viewer sees such a relation from or to the issue. */
export function isRelated(
  viewer: Viewer,
  issue: IssueRecord,
  type: RelationType,
  direction: 'from' | 'to' | 'both',
): boolean {
  const { tables } = viewer;
  const from = direction === 'to' ? [] : tables.relationsOfIssue(issue.id);
  const to =
    direction === 'from' ? [] : tables.inverseRelationsOfIssue(issue.id);
  return [...from, ...to].some(
    relation => relation.type === type && viewer.seesRelation(relation),
  );
}
