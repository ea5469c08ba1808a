import { ConflictError } from '@backstage/errors';
import { SyncStats } from '@backstage-incidents/incidents-common';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentAnnouncer } from '../announce/IncidentAnnouncer';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Lease, Leases } from '../database/Leases';
import { IssueTree, LinearCall, LinearGateway } from '../linear';
import { ParentIssueRecord } from '../parentIssue/ParentIssueRecord';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { IncidentReading } from './IncidentReading';
import { IncidentWriter } from './IncidentWriter';
import { ItemMapper } from './ItemMapper';
import { SyncStore } from './SyncStore';
import { VisibleTeams } from './VisibleTeams';

const LEASE_MILLISECONDS = 60_000;
/** How often an outdated read is repeated before the next refresh has to do it. */
const READS = 3;

/** What became of a refresh; a failed one throws. */
export type RefreshOutcome =
  | { outcome: 'synced'; stats: SyncStats }
  /** Another request or replica is at it. */
  | { outcome: 'alreadyRunning' }
  /** There is no issue in Linear to read yet. */
  | { outcome: 'notLinked' };

/**
 * Reads one incident's items from Linear and stores what differs. Removes only
 * what a complete read of a found parent does not have any more, and nothing of
 * a team that we lost sight of.
 */
export class RefreshService {
  readonly #database: IncidentsDatabase;
  readonly #leases: Leases;
  readonly #linear: LinearGateway;
  readonly #parentIssues: ParentIssueStore;
  readonly #actionItems: ActionItemStore;
  readonly #syncs: SyncStore;
  readonly #mapper: ItemMapper;
  readonly #writer: IncidentWriter;
  readonly #teams: VisibleTeams;
  readonly #announcer: IncidentAnnouncer;
  readonly #ref: (incidentNumber: number) => string;

  constructor(options: {
    database: IncidentsDatabase;
    leases: Leases;
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
    actionItems: ActionItemStore;
    syncs: SyncStore;
    mapper: ItemMapper;
    writer: IncidentWriter;
    teams: VisibleTeams;
    announcer: IncidentAnnouncer;
    ref: (incidentNumber: number) => string;
  }) {
    this.#database = options.database;
    this.#leases = options.leases;
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
    this.#actionItems = options.actionItems;
    this.#syncs = options.syncs;
    this.#mapper = options.mapper;
    this.#writer = options.writer;
    this.#teams = options.teams;
    this.#announcer = options.announcer;
    this.#ref = options.ref;
  }

  /** @throws the gateway's errors, after the failure was recorded */
  async refresh(
    incidentNumber: number,
    call: LinearCall,
  ): Promise<RefreshOutcome> {
    if (!isReadable(await this.#parentIssues.find(incidentNumber))) {
      return { outcome: 'notLinked' };
    }
    const lease = await this.#leases.acquire({
      key: `refresh:${incidentNumber}`,
      milliseconds: LEASE_MILLISECONDS,
    });
    if (!lease) {
      return { outcome: 'alreadyRunning' };
    }
    try {
      await this.#syncs.recordAttempt(incidentNumber);
      return await this.#read(incidentNumber, { call, lease });
    } catch (error) {
      await this.#syncs.recordFailure(
        incidentNumber,
        error instanceof Error ? error.message : 'unknown error',
      );
      this.#announcer.refreshed(this.#ref(incidentNumber));
      throw error;
    } finally {
      await lease.release();
    }
  }

  async #read(
    incidentNumber: number,
    options: { call: LinearCall; lease: Lease },
  ): Promise<RefreshOutcome> {
    const { call, lease } = options;
    let requests = 0;
    for (let reads = 0; reads < READS; reads++) {
      const parent = await this.#parentIssues.find(incidentNumber);
      if (!isReadable(parent)) {
        return { outcome: 'notLinked' };
      }
      const basis = await this.#writer.basis(incidentNumber);
      const read = await this.#linear.readIssueTree(parent.issueId, call);
      requests += read.outcome === 'found' ? read.value.requests : 1;
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
        { writer: 'refresh', lease },
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
            requests,
          },
        };
      }
    }
    throw new ConflictError(
      'The incident changed during every read of its items; it will be read again',
    );
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
