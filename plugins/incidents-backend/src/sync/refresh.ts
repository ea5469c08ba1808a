import { SyncStats } from '@backstage-incidents/incidents-common';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { NotYetError } from '../jobs';
import { IssueTree, LinearCall, LinearGateway } from '../linear';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { IncidentReading, IncidentWriter } from './IncidentWriter';
import { ItemMapper } from './ItemMapper';
import { isReadable } from './readingRules';
import { SyncStore } from './SyncStore';
import { ReadingJob } from './WriteGuard';

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
  { call, guard }: ReadingJob,
): Promise<RefreshOutcome> {
  const { linear, parentIssues, syncs, writer } = deps;
  for (let reads = 0; reads < READS; reads++) {
    const parent = await parentIssues.find(incidentNumber);
    if (!isReadable(parent)) {
      return { outcome: 'notLinked' };
    }
    if (reads === 0) {
      await syncs.recordAttempt(incidentNumber);
    }
    const basis = await writer.basis(incidentNumber);
    const read = await linear.readIssueTree(parent.issueId, call);
    const tree = read.outcome === 'found' ? read.value : undefined;
    const result = await writer.write(
      {
        incidentNumber,
        parentIssueId: parent.issueId,
        parent: tree?.parent ?? 'absent',
        isComplete: true,
        ...(tree?.parent.trashed === false && {
          basis,
          ...(await itemsAround(deps, incidentNumber, tree, call)),
        }),
      },
      { writer: 'refresh', guard },
    );
    if (result.outcome === 'written') {
      const { added, changed, removed, unchanged } = result.diff;
      return {
        outcome: 'synced',
        stats: {
          added: added.length,
          changed: changed.length,
          removed: removed.length,
          unchanged,
          requests: tree?.requests ?? 1,
        },
      };
    }
  }
  throw new NotYetError(
    'The incident changed during every read of its items',
    OUTDATED_DELAY_MS,
  );
}

/** Everything around the parent, and what to keep though it was not there. */
async function itemsAround(
  deps: RefreshDeps,
  incidentNumber: number,
  tree: IssueTree,
  call: LinearCall,
): Promise<Pick<IncidentReading, 'items' | 'gone'>> {
  const issues = tree.items.map(({ issue }) => issue);
  const toItem = await deps.mapper.prepare(issues);
  const seen = new Set(issues.map(({ id }) => id));
  const seenTeams = new Set([tree.parent, ...issues].map(of => of.team.id));
  const stored = await deps.actionItems.listForDiff(
    deps.database.knex,
    incidentNumber,
  );
  const missed = stored.filter(({ issueId }) => !seen.has(issueId));
  const lost = await lostTeams(
    deps.linear,
    missed.map(({ team }) => team).filter(({ id }) => !seenTeams.has(id)),
    call,
  );
  const kept = missed.filter(({ team }) => lost.some(of => of.id === team.id));
  return {
    items: tree.items.flatMap(reading => toItem(reading) ?? []),
    gone: {
      kind: 'others',
      keep: new Set(kept.map(({ issueId }) => issueId)),
    },
  };
}

/**
 * Those of the teams that Linear does not show. Items that are gone and items
 * of a team that Backstage lost access to look the same in every list. By UUID:
 * a team whose key was changed is not lost.
 */
export async function lostTeams(
  linear: LinearGateway,
  teams: readonly { id: string; key: string }[],
  call: LinearCall,
): Promise<{ id: string; key: string }[]> {
  const unique = new Map(teams.map(team => [team.id, team]));
  const visible = await linear.visibleTeams([...unique.keys()], call);
  return [...unique.values()].filter(({ id }) => !visible.has(id));
}
