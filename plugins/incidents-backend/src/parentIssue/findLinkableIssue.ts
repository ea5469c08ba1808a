import { ConflictError, InputError } from '@backstage/errors';
import { issueIdentifierSchema } from '@backstage-incidents/incidents-common';
import { LinearCall, LinearGateway, LinearIssue } from '../linear';
import { ParentIssueStore } from './ParentIssueStore';

/** Levels of sub-issues that are looked at upwards. */
const MAX_ANCESTORS = 10;

/**
 * What people give as an issue: its identifier (`ENG-12`), or its address, in
 * the browser or in Linear's app, whatever the host and whatever comes after the
 * identifier.
 *
 * @throws InputError for anything else
 */
export function issueReference(given: string): string {
  const identifier = issueIdentifierSchema.safeParse(
    /^\s*(?:https?|linear):/i.test(given) ? identifierOfUrl(given) : given,
  );
  if (!identifier.success) {
    throw new InputError(
      'issue: must be an identifier such as ENG-12, or the URL of an issue in Linear',
    );
  }
  return identifier.data;
}

function identifierOfUrl(url: string): string | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return /\/issue\/([^/]+)/i.exec(path)?.[1];
}

/**
 * The issue that a person names.
 *
 * @param issue - identifier or URL
 * @throws InputError when it is not found or not accessible, the gateway's errors
 */
export async function findLinkableIssue(
  linear: LinearGateway,
  issue: string,
  call: LinearCall,
): Promise<LinearIssue> {
  const reference = issueReference(issue);
  const found = await linear.findIssue(reference, call);
  if (found.outcome === 'absent') {
    throw new InputError(
      `issue: ${reference} not found in Linear or not accessible`,
    );
  }
  if (found.value.trashed) {
    throw new InputError(
      `issue: ${reference} is in Linear's trash; restore it first`,
    );
  }
  return found.value;
}

/**
 * Checks that the issue is neither an incident's parent, nor an action item
 * anywhere beneath one.
 *
 * @throws ConflictError when it is, the gateway's errors
 */
export async function requireUntaken(
  deps: { linear: LinearGateway; parentIssues: ParentIssueStore },
  options: { incidentNumber: number; issue: LinearIssue; call: LinearCall },
): Promise<void> {
  const { incidentNumber, issue, call } = options;
  let id: string | undefined = issue.id;
  let parentId = issue.parentId;
  for (let level = 0; id !== undefined && level <= MAX_ANCESTORS; level++) {
    const taken = (await deps.parentIssues.findIncidentsByIssue([id])).get(id);
    if (taken !== undefined && (level > 0 || taken !== incidentNumber)) {
      // Not which incident: it may be private.
      throw new ConflictError(
        level === 0
          ? `${issue.identifier} is the parent issue of another incident`
          : `${issue.identifier} is an action item beneath the parent issue of an incident`,
      );
    }
    id = parentId;
    if (id !== undefined) {
      const above = await deps.linear.findIssue(id, call);
      parentId = above.outcome === 'found' ? above.value.parentId : undefined;
    }
  }
}
