import { KnownItem } from './KnownIssues';

/** An issue can be an item of several incidents, so an item is known by both. */
export function itemKey(incidentNumber: number, issueId: string): string {
  return `${incidentNumber}:${issueId}`;
}

/** Keys of the items that are sub-issues of their incident's parent. */
export function childKeys(items: readonly KnownItem[]): ReadonlySet<string> {
  return new Set(
    items
      .filter(({ source }) => source === 'child')
      .map(item => itemKey(item.incidentNumber, item.issueId)),
  );
}
