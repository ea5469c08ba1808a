import { Knex } from 'knex';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { LinearIssue } from '../linear';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import {
  ActionItemDiff,
  diffActionItems,
} from '../actionItems/diffActionItems';
import { IncidentAnnouncer } from '../announcer';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { LinearTeams, SeenTeam } from '../database/LinearTeams';
import { ActionItemListRow } from '../database/tables';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { NewTimelineEntry, TimelineStore } from '../incidents/timeline';
import { ParentIssueRecord } from '../parentIssue/ParentIssueRecord';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { JobQueue } from '../jobs';
import { affectedRows, GoneItems, newestOf, observation } from './readingRules';
import { refreshJob, SyncStore } from './SyncStore';
import { WriteGuard } from './WriteGuard';

const NONE_GONE: GoneItems = { kind: 'these', issueIds: [] };

/** What was read of one incident, ready to be stored. */
export interface IncidentReading {
  incidentNumber: number;
  /** Whose items these are: they are not stored when another parent was linked meanwhile. */
  parentIssueId: string;
  items?: readonly StoredActionItem[];
  /** Default: none. */
  gone?: GoneItems;
  /** The parent itself, where it was read; `absent`: Linear does not show it any more. */
  parent?: LinearIssue | 'absent';
  /** The list as it was when the read began: a write in between makes the read outdated. */
  basis?: number;
  /** True: this was a complete read, so the incident is fresh. */
  isComplete?: boolean;
  /** True: more has to be read to know all of it. */
  needsRefresh?: boolean;
}

export type WriteOutcome =
  | { outcome: 'written'; diff: ActionItemDiff }
  /** Nothing was stored: someone wrote after the read began, or linked another parent. */
  | { outcome: 'outdated' };

/**
 * Stores what was read of one incident: the one step through which refresh,
 * delta, sweep, webhooks and what people do write its items. One transaction per
 * incident, under a lock of its list, with everything that follows from it.
 */
export type IncidentWriter = ReturnType<typeof createIncidentWriter>;

export function createIncidentWriter(deps: {
  database: IncidentsDatabase;
  parentIssues: ParentIssueStore;
  requests: ParentIssueRequests;
  jobs: JobQueue;
  actionItems: ActionItemStore;
  syncs: SyncStore;
  teams: LinearTeams;
  timeline: TimelineStore;
  announcer: IncidentAnnouncer;
  now: () => Date;
  ref: (incidentNumber: number) => string;
}) {
  const { database, parentIssues, jobs, actionItems, announcer } = deps;

  /** The present version of an incident's list, to be given back as `basis`. */
  async function basis(incidentNumber: number): Promise<number> {
    const row = await database
      .knex<ActionItemListRow>('action_item_lists')
      .where({ incident_number: incidentNumber })
      .first();
    return row?.version ?? 0;
  }

  /**
   * @throws ClaimLostError when the job's claim is not held any more; nothing
   * is stored then
   */
  async function write(
    reading: IncidentReading,
    options: {
      writer: string;
      guard: WriteGuard;
      /** When the reading began, by the database's clock; absent: what it adds is new in Linear. */
      startedAt?: Date;
      /** Entity ref of the user whose change was read; absent: it was not a user of Backstage. */
      actor?: string;
    },
  ): Promise<WriteOutcome> {
    const { incidentNumber } = reading;
    const { writer, guard, actor } = options;
    const stored = await database.knex.transaction(async tx => {
      const version = await actionItems.lock(tx, incidentNumber);
      const parent = await parentIssues.find(incidentNumber, tx);
      if (
        parent?.issueId !== reading.parentIssueId ||
        (reading.basis !== undefined && reading.basis !== version)
      ) {
        return undefined;
      }
      const now = deps.now();
      const {
        items: diff,
        incidents,
        doneBefore,
        hasOutdated,
      } = await diffReading(tx, reading, options.startedAt);
      await actionItems.apply(tx, incidentNumber, diff, now);
      await actionItems.apply(tx, incidentNumber, incidents, now);
      await deps.timeline.append(
        tx,
        incidentNumber,
        completions(diff, { doneBefore, parent, actor }),
      );
      const itemsChanged = isChange(diff);
      const parentChanged = await observe(tx, parent, reading, writer);
      if (itemsChanged || parentChanged !== 'unchanged') {
        await deps.requests.reconcile(tx, incidentNumber, 'background');
      }
      if (reading.isComplete) {
        await deps.syncs.recordSuccess(tx, incidentNumber);
      }
      if (
        reading.needsRefresh ||
        hasOutdated ||
        (parentChanged === 'withoutDescription' &&
          (await isPrivate(tx, incidentNumber)))
      ) {
        // What a list leaves out may be what must not be read by others.
        await jobs.enqueue(tx, refreshJob(incidentNumber));
      }
      const hasNewTeam = await deps.teams.see(tx, teamsOf(reading));
      if (hasNewTeam) {
        await jobs.enqueue(tx, { kind: 'readTeams', key: 'all' });
      }
      await guard(tx, writer);
      const isOtherToSee = itemsChanged || isChange(incidents);
      return { diff, parentChanged, isOtherToSee };
    });
    if (!stored) {
      return { outcome: 'outdated' };
    }
    const { diff } = stored;
    const incidentRef = deps.ref(incidentNumber);
    if (stored.parentChanged === 'status') {
      announcer.announce([{ type: 'incident.updated', incidentRef }]);
    }
    const groups = [
      ['action-item.added', diff.added.map(item => item.issueId)],
      ['action-item.changed', diff.changed.map(item => item.issueId)],
      ['action-item.completed', diff.completed],
      ['action-item.removed', diff.removed],
    ] as const;
    for (const [type, ids] of groups) {
      if (ids.length > 0) {
        announcer.announce([{ type, incidentRef, actionItemIds: [...ids] }]);
      }
    }
    if (stored.isOtherToSee || reading.isComplete) {
      announcer.refreshed(incidentRef);
    }
    return { outcome: 'written', diff };
  }

  /**
   * What differs, apart for issues that are incidents' parents: they are stored
   * like the others, so that a link alone makes one an item or a related
   * incident, but nothing counts or announces them as items.
   */
  async function diffReading(
    tx: Knex,
    reading: IncidentReading,
    startedAt: Date | undefined,
  ): Promise<{
    items: ActionItemDiff;
    incidents: ActionItemDiff;
    /** Ids of items that were done before the reading. */
    doneBefore: ReadonlySet<string>;
    /** Some items were removed after this reading began, so it does not bring them back. */
    hasOutdated: boolean;
  }> {
    const { incidentNumber, gone = NONE_GONE } = reading;
    const present = await actionItems.listForDiff(tx, incidentNumber);
    const ids = new Set(present.map(({ issueId }) => issueId));
    const given = reading.items ?? [];
    const removed = await actionItems.removedSince(tx, incidentNumber, {
      issueIds: given.map(({ issueId }) => issueId).filter(id => !ids.has(id)),
      since: startedAt,
    });
    const items = given.filter(({ issueId }) => !removed.has(issueId));
    const stored = affectedRows(present, { items, gone });
    const parents = await parentIssues.findIncidentsByIssue(
      [...new Set([...items, ...stored].map(item => item.issueId))],
      tx,
    );
    const read = newestOf(present, items);
    const diffOf = (isParent: boolean) =>
      diffActionItems({
        stored: stored.filter(item => parents.has(item.issueId) === isParent),
        read: read.filter(item => parents.has(item.issueId) === isParent),
      });
    const done = stored.filter(item => item.status === 'done');
    return {
      items: diffOf(false),
      incidents: diffOf(true),
      doneBefore: new Set(done.map(item => item.issueId)),
      hasOutdated: removed.size > 0,
    };
  }

  async function observe(
    tx: Knex,
    parent: ParentIssueRecord,
    reading: IncidentReading,
    writer: string,
  ): Promise<'unchanged' | 'changed' | 'withoutDescription' | 'status'> {
    const read = reading.parent;
    if (read === undefined) {
      return 'unchanged';
    }
    let before = parent;
    const derive = (from: ParentIssueRecord) => {
      before = from;
      return observation(from, read);
    };
    const update = derive(parent);
    if (!update) {
      return 'unchanged';
    }
    const { status, observed, issueId } = await parentIssues.update({
      knex: tx,
      record: parent,
      writer,
      update,
      onConflict: derive,
    });
    if (status !== before.status) {
      const identifier = observed?.identifier;
      await deps.timeline.append(tx, reading.incidentNumber, [
        status === 'linked' && identifier
          ? { kind: 'parentLinked', params: { identifier }, issueId }
          : { kind: 'parentLost', params: {} },
      ]);
      return 'status';
    }
    return read !== 'absent' && read.description === undefined
      ? 'withoutDescription'
      : 'changed';
  }

  return { basis, write };
}

/**
 * Completed items, as the timeline records them. One that is completed when it
 * is first read counts if it was completed under our parent: between two reads,
 * and not before anybody linked it.
 */
function completions(
  { added, changed }: ActionItemDiff,
  options: {
    /** Ids of items that were done before. */
    doneBefore: ReadonlySet<string>;
    parent: ParentIssueRecord;
    actor: string | undefined;
  },
): NewTimelineEntry[] {
  const { doneBefore, parent, actor } = options;
  const parentCreatedAt =
    parent.origin === 'created' ? parent.observed?.createdAt : undefined;
  const completed = [
    ...changed.filter(item => !doneBefore.has(item.issueId)),
    ...added.filter(
      ({ completedAt }) =>
        completedAt !== undefined &&
        parentCreatedAt !== undefined &&
        Date.parse(completedAt) >= Date.parse(parentCreatedAt),
    ),
  ].filter(item => item.status === 'done');
  return completed.map(({ issueId, identifier, completedAt, updatedAt }) => ({
    kind: 'itemCompleted',
    actor,
    at: completedAt,
    params: { identifier },
    issueId,
    occurrence: `${issueId} ${completedAt ?? updatedAt}`,
  }));
}

function teamsOf({ items = [], parent }: IncidentReading): SeenTeam[] {
  const seen = parent === 'absent' ? undefined : parent;
  return [...items, ...(seen ? [seen] : [])].map(({ team }) => team);
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
