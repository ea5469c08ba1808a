import { ParentIssue } from '@backstage-incidents/incidents-common';

/** Whether a person unlinked the parent issue: of one gone from Linear we still know which it was. */
export function isUnlinked(parentIssue: ParentIssue): boolean {
  return (
    parentIssue.status === 'missing' && parentIssue.identifier === undefined
  );
}
