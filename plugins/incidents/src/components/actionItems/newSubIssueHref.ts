import { ParentIssue } from '@backstage-incidents/incidents-common';
import { safeHref } from '../common/safeHref';

const ISSUE_PATH = /^\/([^/]+)\/issue\//;

/**
 * Linear's own form for a new issue with the parent filled in; the parent
 * itself if its URL does not contain the workspace.
 */
export function newSubIssueHref(parentIssue: ParentIssue): string | undefined {
  const href = safeHref(parentIssue.url);
  if (!href || !parentIssue.id) return href;
  const { origin, pathname } = new URL(href);
  const workspace = ISSUE_PATH.exec(pathname)?.[1];
  return workspace
    ? `${origin}/${workspace}/new?parentId=${encodeURIComponent(
        parentIssue.id,
      )}`
    : href;
}
