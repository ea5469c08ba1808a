import { SyncStatus } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { toDate, toIso } from '../database/instants';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IncidentSyncRow, InstantColumn } from '../database/tables';
import { JobView } from '../jobs';
import { StoredParentIssueStatus } from '../parentIssue/ParentIssueRecord';

const NEVER: Omit<IncidentSyncRow, 'incident_number'> = {
  last_attempt_at: null,
  last_success_at: null,
};

/**
 * Freshness of each incident. The last attempt and the last success are stored
 * separately; the next attempt is in the job. A failure must never look like a
 * fresh read, nor use up the throttle.
 */
export class SyncStore {
  readonly #database: IncidentsDatabase;

  constructor(database: IncidentsDatabase) {
    this.#database = database;
  }

  async recordAttempt(incidentNumber: number): Promise<void> {
    await this.#write(this.#database.knex, incidentNumber, {
      last_attempt_at: this.#database.nowPlus(0),
    });
  }

  /** By the database's clock: a replica whose own is off must not make things fresh. */
  async recordSuccess(tx: Knex, incidentNumber: number): Promise<void> {
    const now = this.#database.nowPlus(0);
    await this.#write(tx, incidentNumber, {
      last_attempt_at: now,
      last_success_at: now,
    });
  }

  /** Everything that a completed sweep has read is as fresh as the sweep's beginning. */
  async recordSweep(startedAt: Date): Promise<void> {
    const { knex } = this.#database;
    const linked = () =>
      knex('parent_issues')
        .where({ is_current: true, status: 'linked' })
        .whereRaw(
          'parent_issues.incident_number = incident_syncs.incident_number',
        );
    await knex('incident_syncs')
      .where(older =>
        older
          .whereNull('last_success_at')
          .orWhere('last_success_at', '<', startedAt),
      )
      .whereExists(linked().select(knex.raw('1')))
      .update({
        last_attempt_at: startedAt,
        last_success_at: startedAt,
      });
    await knex(
      knex.raw(
        'incident_syncs (incident_number, last_attempt_at, last_success_at)',
      ),
    ).insert(
      knex('parent_issues')
        .select(
          'incident_number',
          knex.raw(this.#database.isPostgres ? '?::timestamptz' : '?', [
            startedAt,
          ]),
          knex.raw(this.#database.isPostgres ? '?::timestamptz' : '?', [
            startedAt,
          ]),
        )
        .where({ is_current: true, status: 'linked' })
        .whereNotExists(
          knex('incident_syncs')
            .select(knex.raw('1'))
            .whereRaw(
              'incident_syncs.incident_number = parent_issues.incident_number',
            ),
        ),
    );
  }

  async find(
    incidentNumber: number,
  ): Promise<Omit<IncidentSyncRow, 'incident_number'>> {
    const row = await this.#database
      .knex<IncidentSyncRow>('incident_syncs')
      .where({ incident_number: incidentNumber })
      .first();
    return row ?? NEVER;
  }

  async #write(
    knex: Knex,
    incidentNumber: number,
    columns: {
      [column in keyof IncidentSyncRow]?: IncidentSyncRow[column] | Knex.Raw;
    },
  ): Promise<void> {
    await knex('incident_syncs')
      .insert({ incident_number: incidentNumber, ...NEVER, ...columns })
      .onConflict('incident_number')
      .merge(columns);
  }
}

/**
 * Freshness as readers get it. A delta that began after a complete read makes
 * it fresher, but does not postpone the next complete read: it cannot see
 * removed relations.
 */
export function syncStatus(options: {
  sync: Omit<IncidentSyncRow, 'incident_number'>;
  /** The incident's refresh, if one is due, runs or failed. */
  job: JobView | undefined;
  parentStatus: StoredParentIssueStatus | undefined;
  /** When the last complete delta began. */
  deltaStartedAt: Date | undefined;
  throttleMilliseconds: number;
  now: Date;
}): SyncStatus {
  const { sync, job, parentStatus, throttleMilliseconds, now } = options;
  const freshUntil =
    sync.last_success_at === null
      ? undefined
      : toDate(sync.last_success_at).getTime() + throttleMilliseconds;
  const failing = job?.reason !== undefined;
  const nextTry = failing && job.state === 'due' ? job.runAt : undefined;
  const waiting = nextTry !== undefined && nextTry.getTime() > now.getTime();
  let nextRefresh: Date | undefined;
  if (waiting) {
    nextRefresh = nextTry;
  } else if (freshUntil !== undefined && !failing) {
    nextRefresh = new Date(freshUntil);
  }
  const isReadable = parentStatus === 'linked' || parentStatus === 'missing';
  return {
    lastSuccessAt: toIso(lastSuccess(options)),
    lastAttemptAt: toIso(sync.last_attempt_at),
    error: job?.reason,
    stale:
      isReadable && (freshUntil === undefined || freshUntil <= now.getTime()),
    refreshing: job?.state === 'due' && !waiting,
    nextRefreshAllowedAt: nextRefresh?.toISOString(),
  };
}

function lastSuccess(options: {
  sync: Omit<IncidentSyncRow, 'incident_number'>;
  parentStatus: StoredParentIssueStatus | undefined;
  deltaStartedAt: Date | undefined;
}): InstantColumn | null {
  const { sync, parentStatus, deltaStartedAt } = options;
  const isCovered =
    parentStatus === 'linked' &&
    sync.last_success_at !== null &&
    deltaStartedAt !== undefined &&
    toDate(sync.last_success_at) < deltaStartedAt;
  return isCovered ? deltaStartedAt : sync.last_success_at;
}
