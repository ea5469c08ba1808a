import { SyncStatus } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { toDate, toIso } from '../database/columns';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IncidentSyncRow } from '../database/tables';
import { JobRequest, JobView } from '../jobs';
import { StoredParentIssueStatus } from '../parentIssue/ParentIssueRecord';

/** A complete read of an incident's parent issue and items. */
export function refreshJob(incidentNumber: number): JobRequest {
  return { kind: 'refresh', key: String(incidentNumber), incidentNumber };
}

/** When Linear was last read for an incident; the next attempt is in the job. */
type SyncTimes = Pick<IncidentSyncRow, 'last_attempt_at' | 'last_success_at'>;

const NEVER: SyncTimes = { last_attempt_at: null, last_success_at: null };

/**
 * Freshness of each incident. The last attempt and the last success are stored
 * separately: a failure must never look like a fresh read, nor use up the throttle.
 */
export type SyncStore = ReturnType<typeof createSyncStore>;

export function createSyncStore(database: IncidentsDatabase) {
  const { knex, isPostgres } = database;

  async function write(
    tx: Knex,
    incidentNumber: number,
    times: { [column in keyof SyncTimes]?: Knex.Raw },
  ): Promise<void> {
    await tx('incident_syncs')
      .insert({ incident_number: incidentNumber, ...NEVER, ...times })
      .onConflict('incident_number')
      .merge(times);
  }

  return {
    recordAttempt: (incidentNumber: number) =>
      write(knex, incidentNumber, { last_attempt_at: database.nowPlus(0) }),

    /** By the database's clock: a replica whose own is off must not make things fresh. */
    recordSuccess: (tx: Knex, incidentNumber: number) =>
      write(tx, incidentNumber, {
        last_attempt_at: database.nowPlus(0),
        last_success_at: database.nowPlus(0),
      }),

    /** Everything that a completed sweep has read is as fresh as the sweep's beginning. */
    async recordSweep(startedAt: Date): Promise<void> {
      const instant = isPostgres ? '?::timestamptz' : '?';
      await knex.raw(
        `insert into incident_syncs
          (incident_number, last_attempt_at, last_success_at)
        select incident_number, ${instant}, ${instant} from parent_issues
        where is_current = ? and status = 'linked'
        on conflict (incident_number) do update set
          last_attempt_at = excluded.last_attempt_at,
          last_success_at = excluded.last_success_at
        where incident_syncs.last_success_at is null
          or incident_syncs.last_success_at < excluded.last_success_at`,
        [startedAt, startedAt, true],
      );
    },

    async find(incidentNumber: number): Promise<SyncTimes> {
      const row = await knex<IncidentSyncRow>('incident_syncs')
        .where({ incident_number: incidentNumber })
        .first();
      return row ?? NEVER;
    },
  };
}

/**
 * Freshness as readers get it. A delta that began after a complete read makes
 * it fresher, but does not postpone the next complete read: it cannot see
 * removed relations.
 */
export function syncStatus(options: {
  sync: SyncTimes;
  /** The incident's refresh, if one is due, runs or failed. */
  job: JobView | undefined;
  parentStatus: StoredParentIssueStatus | undefined;
  /** When the last complete delta began. */
  deltaStartedAt: Date | undefined;
  throttleMilliseconds: number;
  now: Date;
}): SyncStatus {
  const { sync, job, parentStatus, deltaStartedAt, now } = options;
  const readAt =
    sync.last_success_at === null ? undefined : toDate(sync.last_success_at);
  const freshUntil =
    readAt && new Date(readAt.getTime() + options.throttleMilliseconds);
  const isCovered =
    parentStatus === 'linked' &&
    readAt !== undefined &&
    deltaStartedAt !== undefined &&
    readAt < deltaStartedAt;
  const failing = job?.reason !== undefined;
  const waiting = failing && job.state === 'due' && job.runAt > now;
  const nextWhenFine = failing ? undefined : freshUntil;
  const isReadable = parentStatus === 'linked' || parentStatus === 'missing';
  return {
    lastSuccessAt: (isCovered ? deltaStartedAt : readAt)?.toISOString(),
    lastAttemptAt: toIso(sync.last_attempt_at),
    error: job?.reason,
    stale: isReadable && (freshUntil === undefined || freshUntil <= now),
    refreshing: job?.state === 'due' && !waiting,
    nextRefreshAllowedAt: (waiting ? job.runAt : nextWhenFine)?.toISOString(),
  };
}
