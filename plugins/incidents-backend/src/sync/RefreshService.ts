import { SyncStats } from '@backstage-incidents/incidents-common';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { NotYetError } from '../jobs';
import { IssueTree, LinearCall, LinearGateway } from '../linear';
import { ParentIssueRecord } from '../parentIssue/ParentIssueRecord';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { IncidentReading } from './IncidentReading';
import { IncidentWriter } from './IncidentWriter';
import { ItemMapper } from './ItemMapper';
import { SyncStore } from './SyncStore';
import { VisibleTeams } from './VisibleTeams';
import { WriteGuard } from './WriteGuard';

/** How often an outdated read is repeated before the next refresh has to do it. */
const READS = 3;
const OUTDATED_DELAY_MS = 1_000;

/** What became of a refresh; a failed one throws. */
export type RefreshOutcome =
  | { outcome: 'synced'; stats: SyncStats }
  /** There is no issue in Linear to read yet. */
  | { outcome: 'notLinked' };

/**
 * Reads one incident's items from Linear and stores what differs. Removes only
 * what a complete read of a found parent does not have any more, and nothing of
 * a team that we lost sight of.
 */
export class RefreshService {
  readonly #database: IncidentsDatabase;
  readonly #linear: LinearGateway;
  readonly #parentIssues: ParentIssueStore;
  readonly #actionItems: ActionItemStore;
  readonly #syncs: SyncStore;
  readonly #mapper: ItemMapper;
  readonly #writer: IncidentWriter;
  readonly #teams: VisibleTeams;

  constructor(options: {
    database: IncidentsDatabase;
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
    actionItems: ActionItemStore;
    syncs: SyncStore;
    mapper: ItemMapper;
    writer: IncidentWriter;
    teams: VisibleTeams;
  }) {
    this.#database = options.database;
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
    this.#actionItems = options.actionItems;
    this.#syncs = options.syncs;
    this.#mapper = options.mapper;
    this.#writer = options.writer;
    this.#teams = options.teams;
  }

  /** @throws the gateway's errors, and ClaimLostError */
  async refresh(
    incidentNumber: number,
    options: { call: LinearCall; guard: WriteGuard },
  ): Promise<RefreshOutcome> {
    if (!isReadable(await this.#parentIssues.find(incidentNumber))) {
      return { outcome: 'notLinked' };
    }
    await this.#syncs.recordAttempt(incidentNumber);
    for (let reads = 0; reads < READS; reads++) {
      const read = await this.#read(incidentNumber, options);
      if (read.outcome !== 'outdated') {
        return read;
      }
    }
    throw new NotYetError(
      'The incident changed during every read of its items',
      OUTDATED_DELAY_MS,
    );
  }

  async #read(
    incidentNumber: number,
    options: { call: LinearCall; guard: WriteGuard },
  ): Promise<RefreshOutcome | { outcome: 'outdated' }> {
    const { call, guard } = options;
    const parent = await this.#parentIssues.find(incidentNumber);
    if (!isReadable(parent)) {
      return { outcome: 'notLinked' };
    }
    const basis = await this.#writer.basis(incidentNumber);
    const read = await this.#linear.readIssueTree(parent.issueId, call);
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
            ...(await this.#complete(parent, read.value, call)),
            parent: read.value.parent,
            basis,
          };
    const result = await this.#writer.write(
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
  async #complete(
    parent: ParentIssueRecord,
    tree: IssueTree,
    call: LinearCall,
  ): Promise<
    Pick<IncidentReading, 'incidentNumber' | 'parentIssueId' | 'items' | 'gone'>
  > {
    const { incidentNumber, issueId } = parent;
    const toItem = await this.#mapper.prepare(
      tree.items.map(({ issue }) => issue),
    );
    const seen = new Set(tree.items.map(({ issue }) => issue.id));
    const seenTeams = new Set(
      [tree.parent, ...tree.items.map(({ issue }) => issue)].map(
        ({ team }) => team.id,
      ),
    );
    const missed = (
      await this.#actionItems.listForDiff(this.#database.knex, incidentNumber)
    ).filter(item => !seen.has(item.issueId));
    const lost = new Set(
      (
        await this.#teams.lostAmong(
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
}

function isReadable(
  parent: ParentIssueRecord | undefined,
): parent is ParentIssueRecord {
  return parent?.status === 'linked' || parent?.status === 'missing';
}
