import { IncidentStore } from '../incidents/IncidentStore';
import { LinearCall, LinearGateway } from '../linear';
import { parentIssueTitle } from './desiredState';
import { ParentIssueStore } from './ParentIssueStore';

/**
 * Cleans up behind a parent issue that is no longer one: trashes what was
 * created but never linked, removes our attachment, and leaves nothing of a
 * private incident readable. Safe to repeat; does nothing to an issue that is a
 * parent again.
 */
export async function cleanFormerParent(
  deps: {
    linear: LinearGateway;
    incidents: IncidentStore;
    parentIssues: ParentIssueStore;
    linearSettings: { syncIdentifiers: boolean };
  },
  issueId: string,
  call: LinearCall,
): Promise<void> {
  const { linear } = deps;
  const found = await deps.parentIssues.findByIssue(issueId);
  if (!found || found.isCurrent) {
    return;
  }
  const { record } = found;
  if (record.attachmentId !== undefined) {
    await linear.removeAttachment(record.attachmentId, call);
  }
  const incident = await deps.incidents.find(record.incidentNumber);
  if (incident?.visibility === 'private') {
    const issue = await linear.findIssue(issueId, call);
    const { syncIdentifiers } = deps.linearSettings;
    const title = parentIssueTitle({ incident, syncIdentifiers });
    if (
      issue.outcome === 'found' &&
      (issue.value.title !== title || issue.value.description?.trim())
    ) {
      await linear.updateIssue(issueId, { title, description: '' }, call);
    }
  }
  if (record.origin === 'created' && !record.observed) {
    await linear.trashIssue(issueId, call);
  }
}
