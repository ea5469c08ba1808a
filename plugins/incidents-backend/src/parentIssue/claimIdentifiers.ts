import { reason } from '@backstage-incidents/incidents-common';
import { ClaimedJob, PermanentError } from '../jobs';
import { LinearCall } from '../linear';
import { createAssigned, CreateIssueOf } from './createParentIssue';
import { ParentIssueDeps } from './deps';
import { ParentIssueRecord } from './ParentIssueRecord';
import { numberIn, recordSeenIdentifiers } from './seenIdentifiers';

/**
 * Creates the parent issue of incident INC-42 as Linear issue INC-42.
 *
 * Linear gives out numbers in order and does not say which is next. So the
 * parents of a team are created in number order by one job, `claimIdentifiers`.
 * An issue that got a lower number is trashed and the next one created, and one
 * that got a higher number stays the parent. Only issues of our own making are
 * ever taken.
 *
 * @param job - the claim under which this runs
 * @throws PermanentError when the gap is too wide, the gateway's errors
 */
export function createInNumberOrder(
  deps: ParentIssueDeps,
  job: ClaimedJob,
): CreateIssueOf {
  const { linear } = deps;
  // Most issues that are created and trashed to reach a number.
  const gapLimit = deps.linearSettings.identifierGapLimit;
  return async ({ parent: intended, teamKey, input, call }) => {
    let parent = intended;
    const wanted = parent.incidentNumber;
    const tooWide = () =>
      new PermanentError(
        reason('identifierGapTooWide', { team: teamKey, wanted, gapLimit }),
      );
    if (await isGapTooWide(deps, wanted, teamKey, call)) {
      throw tooWide();
    }
    for (let trashed = 0; ; trashed++) {
      const { issue, outcome } = await createAssigned(
        linear,
        { id: parent.issueId, ...input },
        call,
      );
      await recordSeenIdentifiers(deps.database, teamKey, [issue]);
      const number = numberIn(teamKey, issue);
      if (number === undefined || number >= wanted) {
        return { parent, issue, isNew: outcome === 'created' };
      }
      if (trashed >= gapLimit) {
        throw tooWide();
      }
      deps.logger.info(
        `${issue.identifier} is trashed on the way to ${teamKey}-${wanted}`,
      );
      parent = await replace(deps, job, parent);
    }
  };
}

/** Found out before anything is created. */
async function isGapTooWide(
  { linear, linearSettings }: ParentIssueDeps,
  wanted: number,
  teamKey: string,
  call: LinearCall,
): Promise<boolean> {
  const lowest = wanted - linearSettings.identifierGapLimit - 1;
  for (let number = wanted; number >= Math.max(lowest, 1); number--) {
    const found = await linear.findIssue(`${teamKey}-${number}`, call);
    if (found.outcome === 'found') {
      return false;
    }
  }
  return lowest >= 1;
}

/** The parent to continue with, stored together with the trashing of the previous one. */
async function replace(
  deps: ParentIssueDeps,
  job: ClaimedJob,
  parent: ParentIssueRecord,
): Promise<ParentIssueRecord> {
  const { parentIssues, jobs } = deps;
  const { incidentNumber, route, fields } = parent;
  return deps.database.knex.transaction(async tx => {
    if (!(await parentIssues.retire(tx, parent))) {
      throw new PermanentError(reason('parentIssueReplaced'));
    }
    await jobs.enqueue(tx, {
      kind: 'cleanFormerParent',
      key: parent.issueId,
      incidentNumber,
    });
    await parentIssues.insert(tx, {
      issueId: deps.newId(),
      incidentNumber,
      status: 'pending',
      origin: 'created',
      route,
      fields,
    });
    await jobs.ensureHeld(tx, [job], 'claimIdentifiers');
    const inserted = await parentIssues.find(incidentNumber, tx);
    if (!inserted) {
      throw new Error('A parent issue that was just inserted is not there');
    }
    return inserted;
  });
}
