import { IncidentRecord } from '../incidents/IncidentRecord';
import { LinearCall, LinearIssue } from '../linear';
import { ParentIssueDeps } from './deps';
import { desiredParentIssue } from './desiredState';
import { writeMoveComment } from './moveComment';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';
import { reconcile, redactionIn } from './reconcile';
import { storeChanges } from './reconcileParentIssue';
import { writeParentIssue } from './writeParentIssue';

/**
 * Cleans up behind a parent issue that is no longer one: trashes what was
 * created but never linked, removes our attachment, and leaves nothing of a
 * private incident readable in what we wrote. Safe to repeat; does nothing to an
 * issue that is a parent again.
 */
export async function cleanFormerParent(
  deps: ParentIssueDeps,
  issueId: string,
  call: LinearCall,
): Promise<void> {
  const { linear, parentIssues } = deps;
  const found = await parentIssues.findByIssue(issueId);
  if (!found || found.isCurrent) {
    return;
  }
  let { record } = found;
  if (record.attachmentId !== undefined) {
    await linear.removeAttachment(record.attachmentId, call);
    record = await storeChanges(deps, record, { attachmentId: undefined });
  }
  const incident = await deps.incidents.find(record.incidentNumber);
  if (incident?.visibility === 'private') {
    await redact(deps, incident, record, call);
  }
  if (record.origin === 'created' && !record.observed) {
    await linear.trashIssue(issueId, call);
  }
}

/** Whether a former parent of a private incident still shows something of it, as far as is stored. */
export function isToRedact(
  deps: ParentIssueDeps,
  incident: IncidentRecord,
  record: ParentIssueRecord,
): boolean {
  return (
    record.observed !== undefined &&
    (record.comment?.written?.redacted === false ||
      Object.keys(planRedaction(deps, incident, record, record.observed).write)
        .length > 0)
  );
}

async function redact(
  deps: ParentIssueDeps,
  incident: IncidentRecord,
  former: ParentIssueRecord,
  call: LinearCall,
): Promise<void> {
  const { linear } = deps;
  const found = await linear.findIssue(former.issueId, call);
  if (found.outcome === 'absent') {
    return;
  }
  const observed = found.value;
  const store = (record: ParentIssueRecord, update: ParentIssueUpdate) =>
    storeChanges(deps, record, update);
  const { write, fields } = planRedaction(deps, incident, former, observed);
  let record = await store(former, { observed, fields });
  if (Object.keys(write).length > 0) {
    const written = await writeParentIssue({
      linear,
      parent: record,
      write,
      observed,
      mayChange: false,
      store,
      call,
    });
    if (written.outcome === 'gone') {
      return;
    }
    if (written.outcome === 'rejected') {
      throw written.error;
    }
    record = written.parent;
  }
  if (record.comment?.written) {
    const comment = await writeMoveComment(deps, incident, record, call);
    if (comment) {
      await store(record, { comment });
    }
  }
}

/** Of what the reconcile of a parent would do, only what hides something. */
function planRedaction(
  deps: ParentIssueDeps,
  incident: IncidentRecord,
  parent: ParentIssueRecord,
  observed: LinearIssue,
) {
  const { fields } = parent;
  const desired = desiredParentIssue(deps, {
    incident,
    parent,
    items: [],
    assignee: undefined,
  });
  const plan = reconcile({ desired, fields, observed });
  return {
    write: redactionIn(desired, plan.write ?? {}),
    fields: {
      ...plan.fields,
      state: fields.state,
      attachment: fields.attachment,
    },
  };
}
