import { SyncStats } from '@backstage-incidents/incidents-common';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { NotYetError } from '../jobs';
import { IssueTree, LinearCall, LinearGateway } from '../linear';
import { ParentIssueRecord } from '../parentIssue/ParentIssueRecord';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { IncidentReading, IncidentWriter } from './IncidentWriter';
import { ItemMapper } from './ItemMapper';
import { lostTeams } from './lostTeams';
import { SyncStore } from './SyncStore';
import { WriteGuard } from './WriteGuard';

/** How often an outdated read is repeated before the next refresh has to do it. */
const READS = 3;
const OUTDATED_DELAY_MS = 1_000;

/** The result of a refresh; a failed one throws. */
export type RefreshOutcome =
  | { outcome: 'synced'; stats: SyncStats }
  /** There is no issue in Linear to read yet. */
  | { outcome: 'notLinked' };

export interface RefreshDeps {
  database: IncidentsDatabase;
  linear: LinearGateway;
  parentIssues: ParentIssueStore;
  actionItems: ActionItemStore;
  syncs: SyncStore;
  mapper: ItemMapper;
  writer: IncidentWriter;
}

interface RefreshOptions {
  call: LinearCall;
  guard: WriteGuard;
}

/**
 * Reads one incident's items from Linear and stores what differs. Removes only
 * what a complete read of a found parent does not have any more, and nothing of
 * a team that Backstage lost access to.
 *
 * @throws the gateway's errors, and ClaimLostError
 */
export async function refreshIncident(
  deps: RefreshDeps,
  incidentNumber: number,
  options: RefreshOptions,
): Promise<RefreshOutcome> {
  if (!isReadable(await deps.parentIssues.find(incidentNumber))) {
    return { outcome: 'notLinked' };
  }
  await deps.syncs.recordAttempt(incidentNumber);
  for (let reads = 0; reads < READS; reads++) {
    const read = await readAndWrite(deps, incidentNumber, options);
    if (read.outcome !== 'outdated') {
      return read;
    }
  }
  throw new NotYetError(
    'The incident changed during every read of its items',
    OUTDATED_DELAY_MS,
  );
}

async function readAndWrite(
  deps: RefreshDeps,
  incidentNumber: number,
  options: RefreshOptions,
): Promise<RefreshOutcome | { outcome: 'outdated' }> {
  const { call, guard } = options;
  const parent = await deps.parentIssues.find(incidentNumber);
  if (!isReadable(parent)) {
    return { outcome: 'notLinked' };
  }
  const basis = await deps.writer.basis(incidentNumber);
  const read = await deps.linear.readIssueTree(parent.issueId, call);
  const reading: IncidentReading =
    read.outcome === 'absent' || read.value.parent.trashed
      ? {
          incidentNumber,
          parentIssueId: parent.issueId,
          items: [],
          gone: { kind: 'these', issueIds: [] },
          parent: read.outcome === 'absent' ? 'absent' : read.value.parent,
        }
      : {
          ...(await toReading(deps, parent, read.value, call)),
          parent: read.value.parent,
          basis,
        };
  const result = await deps.writer.write(
    { ...reading, isComplete: true },
    { writer: 'refresh', guard },
  );
  if (result.outcome === 'outdated') {
    return result;
  }
  const { added, changed, removed, unchanged } = result.diff;
  return {
    outcome: 'synced',
    stats: {
      added: added.length,
      changed: changed.length,
      removed: removed.length,
      unchanged,
      requests: read.outcome === 'found' ? read.value.requests : 1,
    },
  };
}

/** Everything around the parent, and what to keep though it was not there. */
async function toReading(
  deps: RefreshDeps,
  parent: ParentIssueRecord,
  tree: IssueTree,
  call: LinearCall,
): Promise<
  Pick<IncidentReading, 'incidentNumber' | 'parentIssueId' | 'items' | 'gone'>
> {
  const { incidentNumber, issueId } = parent;
  const toItem = await deps.mapper.prepare(
    tree.items.map(({ issue }) => issue),
  );
  const seen = new Set(tree.items.map(({ issue }) => issue.id));
  const seenTeams = new Set(
    [tree.parent, ...tree.items.map(({ issue }) => issue)].map(
      ({ team }) => team.id,
    ),
  );
  const missed = (
    await deps.actionItems.listForDiff(deps.database.knex, incidentNumber)
  ).filter(item => !seen.has(item.issueId));
  const lost = new Set(
    (
      await lostTeams(
        deps.linear,
        missed.map(({ team }) => team).filter(({ id }) => !seenTeams.has(id)),
        call,
      )
    ).map(({ id }) => id),
  );
  return {
    incidentNumber,
    parentIssueId: issueId,
    items: tree.items.flatMap(reading => toItem(reading) ?? []),
    gone: {
      kind: 'others',
      keep: new Set(
        missed
          .filter(({ team }) => lost.has(team.id))
          .map(item => item.issueId),
      ),
    },
  };
}

function isReadable(
  parent: ParentIssueRecord | undefined,
): parent is ParentIssueRecord {
  return parent?.status === 'linked' || parent?.status === 'missing';
}
