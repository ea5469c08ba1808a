import type { LinearIssue } from '../LinearIssue';

/** Each issue once, as it was last: lists of one answer may overlap, and a page may show a row twice. */
export function newestOfEach(issues: readonly LinearIssue[]): LinearIssue[] {
  const newest = new Map<string, LinearIssue>();
  for (const issue of issues) {
    const known = newest.get(issue.id);
    if (!known || known.updatedAt <= issue.updatedAt) {
      newest.set(issue.id, issue);
    }
  }
  return [...newest.values()];
}
