import { Knex } from 'knex';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import {
  ActionItemDiff,
  diffActionItems,
} from '../actionItems/diffActionItems';
import { IncidentAnnouncer } from '../announcer';
import { expectApplied } from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { LinearTeams, SeenTeam } from '../database/LinearTeams';
import { ActionItemListRow } from '../database/tables';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { ParentIssueRecord } from '../parentIssue/ParentIssueRecord';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { JobQueue } from '../jobs';
import { IncidentReading } from './IncidentReading';
import { newestOf } from './newestOf';
import { observation } from './observation';
import { SyncStore } from './SyncStore';
import { ensureHeld, WriteGuard } from './WriteGuard';
import { touchedItems } from './touchedItems';

export type WriteOutcome =
  | { outcome: 'written'; diff: ActionItemDiff }
  /** Nothing was stored: someone wrote after the read began, or linked another parent. */
  | { outcome: 'outdated' };

/**
 * Stores what was read of one incident: the one step through which refresh,
 * delta, sweep and webhooks write. One transaction per incident, under a lock of
 * its list, with everything that follows from it.
 */
export class IncidentWriter {
  readonly #database: IncidentsDatabase;
  readonly #parentIssues: ParentIssueStore;
  readonly #requests: ParentIssueRequests;
  readonly #jobs: JobQueue;
  readonly #actionItems: ActionItemStore;
  readonly #syncs: SyncStore;
  readonly #teams: LinearTeams;
  readonly #announcer: IncidentAnnouncer;
  readonly #now: () => Date;
  readonly #ref: (incidentNumber: number) => string;

  constructor(options: {
    database: IncidentsDatabase;
    parentIssues: ParentIssueStore;
    requests: ParentIssueRequests;
    jobs: JobQueue;
    actionItems: ActionItemStore;
    syncs: SyncStore;
    teams: LinearTeams;
    announcer: IncidentAnnouncer;
    now: () => Date;
    ref: (incidentNumber: number) => string;
  }) {
    this.#database = options.database;
    this.#parentIssues = options.parentIssues;
    this.#requests = options.requests;
    this.#jobs = options.jobs;
    this.#actionItems = options.actionItems;
    this.#syncs = options.syncs;
    this.#teams = options.teams;
    this.#announcer = options.announcer;
    this.#now = options.now;
    this.#ref = options.ref;
  }

  /** The present version of an incident's list, to be given back as `basis`. */
  async basis(incidentNumber: number): Promise<number> {
    const row = await this.#database
      .knex<ActionItemListRow>('action_item_lists')
      .where({ incident_number: incidentNumber })
      .first();
    return row?.version ?? 0;
  }

  /**
   * @throws ClaimLostError when the job's claim is not held any more; nothing
   * is stored then
   */
  async write(
    reading: IncidentReading,
    options: { writer: string; guard: WriteGuard },
  ): Promise<WriteOutcome> {
    const { incidentNumber } = reading;
    const { writer, guard } = options;
    const stored = await this.#database.knex.transaction(async tx => {
      const version = await this.#actionItems.lock(tx, incidentNumber);
      const parent = await this.#parentIssues.find(incidentNumber, tx);
      if (
        parent?.issueId !== reading.parentIssueId ||
        (reading.basis !== undefined && reading.basis !== version)
      ) {
        return undefined;
      }
      const now = this.#now();
      const { items: diff, incidents } = await this.#diff(tx, reading);
      await this.#actionItems.apply(tx, incidentNumber, diff, now);
      await this.#actionItems.apply(tx, incidentNumber, incidents, now);
      const itemsChanged = isChange(diff);
      const parentChanged = await this.#observe(tx, parent, reading, writer);
      if (itemsChanged || parentChanged !== 'unchanged') {
        await this.#requests.reconcile(tx, incidentNumber, 'background');
      }
      if (reading.isComplete) {
        await this.#syncs.recordSuccess(tx, incidentNumber);
      }
      if (
        reading.needsRefresh ||
        (parentChanged === 'withoutDescription' &&
          (await isPrivate(tx, incidentNumber)))
      ) {
        // What a list leaves out may be what must not be read by others.
        await this.#jobs.enqueue(tx, {
          kind: 'refresh',
          key: String(incidentNumber),
          incidentNumber,
        });
      }
      const hasNewTeam = await this.#teams.see(tx, teamsOf(reading));
      if (hasNewTeam) {
        await this.#jobs.enqueue(tx, {
          kind: 'readTeams',
          key: 'all',
          incidentNumber: undefined,
        });
      }
      await ensureHeld(guard, tx, writer);
      return {
        hasNewTeam,
        diff,
        parentChanged,
        itemsChanged,
        isOtherToSee: itemsChanged || isChange(incidents),
      };
    });
    if (!stored) {
      return { outcome: 'outdated' };
    }
    if (stored.parentChanged === 'status') {
      this.#announcer.announce([
        { type: 'incident.updated', incidentRef: this.#ref(incidentNumber) },
      ]);
    }
    this.#announceItems(incidentNumber, stored.diff);
    if (stored.isOtherToSee || reading.isComplete) {
      this.#announcer.refreshed(this.#ref(incidentNumber));
    }
    return { outcome: 'written', diff: stored.diff };
  }

  /**
   * What differs, apart for issues that are incidents' parents: they are stored
   * like the others, so that a link alone makes one an item or a related
   * incident, but nothing counts or tells them as items.
   */
  async #diff(
    tx: Knex,
    reading: IncidentReading,
  ): Promise<{ items: ActionItemDiff; incidents: ActionItemDiff }> {
    const present = await this.#actionItems.listForDiff(
      tx,
      reading.incidentNumber,
    );
    const stored = touchedItems(present, reading);
    const parents = await this.#parentIssues.findIncidentsByIssue(
      [...new Set([...reading.items, ...stored].map(item => item.issueId))],
      tx,
    );
    const read = newestOf(present, reading.items);
    const diffOf = (isParent: boolean) =>
      diffActionItems({
        stored: stored.filter(item => parents.has(item.issueId) === isParent),
        read: read.filter(item => parents.has(item.issueId) === isParent),
      });
    return { items: diffOf(false), incidents: diffOf(true) };
  }

  async #observe(
    tx: Knex,
    parent: ParentIssueRecord,
    reading: IncidentReading,
    writer: string,
  ): Promise<'unchanged' | 'changed' | 'withoutDescription' | 'status'> {
    const read = reading.parent;
    if (read === undefined) {
      return 'unchanged';
    }
    const derive = (from: ParentIssueRecord) => observation(from, read);
    const update = derive(parent);
    if (!update) {
      return 'unchanged';
    }
    expectApplied(
      await this.#parentIssues.update({
        knex: tx,
        record: parent,
        writer,
        update,
        onConflict: derive,
      }),
      writer,
    );
    if (update.status !== undefined && update.status !== parent.status) {
      return 'status';
    }
    return read !== 'absent' && read.description === undefined
      ? 'withoutDescription'
      : 'changed';
  }

  #announceItems(incidentNumber: number, diff: ActionItemDiff): void {
    const incidentRef = this.#ref(incidentNumber);
    const groups = [
      ['action-item.added', diff.added.map(item => item.issueId)],
      ['action-item.changed', diff.changed.map(item => item.issueId)],
      ['action-item.completed', diff.completed],
      ['action-item.removed', diff.removed],
    ] as const;
    for (const [type, actionItemIds] of groups) {
      if (actionItemIds.length > 0) {
        this.#announcer.announce([
          { type, incidentRef, actionItemIds: [...actionItemIds] },
        ]);
      }
    }
  }
}

function teamsOf({ items, parent }: IncidentReading): SeenTeam[] {
  const ofItems = items.map(item => item.team);
  return parent === undefined || parent === 'absent'
    ? ofItems
    : [...ofItems, parent.team];
}

function isChange({ added, changed, removed }: ActionItemDiff): boolean {
  return added.length + changed.length + removed.length > 0;
}

async function isPrivate(tx: Knex, incidentNumber: number): Promise<boolean> {
  const row = await tx('incidents')
    .where({ number: incidentNumber, visibility: 'private' })
    .first('number');
  return row !== undefined;
}
