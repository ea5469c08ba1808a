import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { ParentIssue, reason } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssuesOf } from '../incidents/incidentViews';
import { readReason } from '../database/columns';
import { JobRow, ParentIssueRow } from '../database/tables';
import {
  ConflictListener,
  expectApplied,
  updateVersioned,
} from '../database/updateVersioned';
import { LinearIssue } from '../linear';
import {
  createReadParentIssueRow,
  ParentIssueRecord,
  ParentIssueUpdate,
  updatedColumns,
} from './ParentIssueRecord';

/** Parent issues in the database; former ones stay as history. */
export type ParentIssueStore = ReturnType<typeof createParentIssueStore>;

export function createParentIssueStore(deps: {
  database: IncidentsDatabase;
  logger: LoggerService;
  now: () => Date;
  onConflict?: ConflictListener;
}) {
  const { database, now } = deps;
  const toRecord = createReadParentIssueRow(deps.logger);

  async function findMany(
    incidentNumbers: readonly number[],
    knex: Knex = database.knex,
  ): Promise<Map<number, ParentIssueRecord>> {
    const rows: ParentIssueRow[] = await knex('parent_issues')
      .whereIn('incident_number', incidentNumbers)
      .where('is_current', true);
    return new Map(rows.map(row => [row.incident_number, toRecord(row)]));
  }

  function ofPrivate() {
    const { knex } = database;
    return knex('parent_issues').whereIn(
      'incident_number',
      knex('incidents').select('number').where('visibility', 'private'),
    );
  }

  async function findByIssue(
    issueId: string,
    knex: Knex = database.knex,
  ): Promise<{ record: ParentIssueRecord; isCurrent: boolean } | undefined> {
    const row: ParentIssueRow | undefined = await knex('parent_issues')
      .where({ issue_id: issueId })
      .first();
    return row && { record: toRecord(row), isCurrent: Boolean(row.is_current) };
  }

  async function insert(
    tx: Knex,
    parent: Pick<
      ParentIssueRecord,
      'issueId' | 'incidentNumber' | 'status' | 'origin'
    > &
      Pick<ParentIssueUpdate, 'observed' | 'route' | 'fields'>,
  ): Promise<void> {
    const { issueId, incidentNumber, status, origin, ...rest } = parent;
    await tx('parent_issues').insert({
      issue_id: issueId,
      incident_number: incidentNumber,
      is_current: true,
      version: 1,
      status,
      origin,
      fields: '{}',
      ...updatedColumns(rest),
      created_at: now(),
      updated_at: now(),
    });
  }

  const columns = (update: ParentIssueUpdate): Partial<ParentIssueRow> => ({
    updated_at: now(),
    ...updatedColumns(update),
  });

  return {
    findMany,
    findByIssue,

    /**
     * Stores the UUID of a parent to be created or just linked. The unique index
     * refuses a second current parent of the incident.
     */
    insert,

    async find(
      incidentNumber: number,
      knex?: Knex,
    ): Promise<ParentIssueRecord | undefined> {
      return (await findMany([incidentNumber], knex)).get(incidentNumber);
    },

    /** Those that were parents of the incident before. */
    async listFormer(incidentNumber: number): Promise<ParentIssueRecord[]> {
      const rows: ParentIssueRow[] = await database
        .knex('parent_issues')
        .where({ incident_number: incidentNumber, is_current: false });
      return rows.map(toRecord);
    },

    /** Those of the issues that were parents of incidents which are private now. */
    async listFormerOfPrivate(
      issueIds: readonly string[],
    ): Promise<ParentIssueRecord[]> {
      const rows: ParentIssueRow[] = await ofPrivate()
        .whereIn('issue_id', issueIds)
        .where('is_current', false);
      return rows.map(toRecord);
    },

    /** Present and former parents of all incidents that are private. */
    async listOfPrivate(): Promise<ParentIssueRecord[]> {
      const rows: ParentIssueRow[] = await ofPrivate();
      return rows.map(toRecord);
    },

    /** Which incidents the given issues are current parents of, by issue id. */
    async findIncidentsByIssue(
      issueIds: readonly string[],
      knex: Knex = database.knex,
    ): Promise<Map<string, number>> {
      const rows: Pick<ParentIssueRow, 'issue_id' | 'incident_number'>[] =
        await knex('parent_issues')
          .select('issue_id', 'incident_number')
          .whereIn('issue_id', issueIds)
          .where('is_current', true);
      return new Map(rows.map(row => [row.issue_id, row.incident_number]));
    },

    /**
     * Updates under the optimistic lock; `onConflict` derives the update from the row that won.
     *
     * @throws LostRaceError when another one was first
     */
    async update(options: {
      knex?: Knex;
      record: ParentIssueRecord;
      update: ParentIssueUpdate;
      writer: string;
      onConflict?: (
        current: ParentIssueRecord,
      ) => ParentIssueUpdate | undefined;
    }): Promise<ParentIssueRecord> {
      const { record, update, writer, onConflict } = options;
      const result = await updateVersioned<ParentIssueRow>({
        knex: options.knex ?? database.knex,
        table: 'parent_issues',
        where: { issue_id: record.issueId },
        expectedVersion: record.version,
        writer,
        onConflictTelemetry: deps.onConflict,
        update: columns(update),
        onConflict: onConflict
          ? row => {
              const next = onConflict(toRecord(row));
              return next && columns(next);
            }
          : undefined,
      });
      return toRecord(expectApplied(result, writer));
    },

    /**
     * Links an existing issue. One that was a parent before becomes current
     * again; for the same incident with what we know of its fields.
     */
    async link(
      tx: Knex,
      parent: { incidentNumber: number; observed: LinearIssue },
    ): Promise<void> {
      const { incidentNumber, observed } = parent;
      const former = await findByIssue(observed.id, tx);
      if (!former) {
        await insert(tx, {
          issueId: observed.id,
          incidentNumber,
          status: 'linked',
          origin: 'linked',
          observed,
        });
        return;
      }
      const { record } = former;
      const isOfOther = record.incidentNumber !== incidentNumber;
      if (isOfOther) {
        await tx('former_issues')
          .insert({
            incident_number: record.incidentNumber,
            issue_id: observed.id,
            was: 'parent',
          })
          .onConflict()
          .ignore();
      }
      const { attachment: _, ...fields } = record.fields;
      const linked = await tx('parent_issues')
        .where({
          issue_id: observed.id,
          status: record.status,
          is_current: false,
        })
        .update({
          incident_number: incidentNumber,
          is_current: true,
          version: record.version + 1,
          // The attachment was removed when it was unlinked.
          ...columns({
            status: 'linked',
            observed,
            reasons: [],
            attachmentId: undefined,
            // Our labels are still there.
            fields: isOfOther ? { labels: fields.labels } : fields,
          }),
          ...(isOfOther && { route: null, comment: null }),
        });
      if (linked !== 1) {
        throw new ConflictError(
          'Someone else linked the issue at the same time; read the incident again',
        );
      }
    },

    /** Turns the current parent into history; `false` when it is none any more, or its status changed. */
    async retire(tx: Knex, record: ParentIssueRecord): Promise<boolean> {
      const retired = await tx('parent_issues')
        .where({
          issue_id: record.issueId,
          // Not the version: what a job observed meanwhile does not change what a person decided.
          status: record.status,
          is_current: true,
        })
        .update({
          is_current: false,
          version: tx.raw('version + 1'),
          updated_at: now(),
        });
      return retired === 1;
    },

    /** The lowest incident whose parent is still to be created; those that need a person are left out. */
    async findFirstPending(): Promise<number | undefined> {
      const { knex } = database;
      const [row]: { first: number | null }[] = await knex('parent_issues')
        .where({ is_current: true, status: 'pending' })
        .whereNotExists(
          knex('jobs')
            .select(knex.raw('1'))
            .whereRaw('jobs.incident_number = parent_issues.incident_number')
            .where({
              'jobs.kind': 'reconcileParent',
              'jobs.state': 'escalated',
            }),
        )
        .min({ first: 'parent_issues.incident_number' });
      return row.first ?? undefined;
    },

    /** Incidents that never had a parent, not even one to be created, lowest number first. */
    async listNeverRequested(limit: number): Promise<number[]> {
      const { knex } = database;
      return knex('incidents')
        .whereNotExists(
          knex('parent_issues')
            .select(knex.raw('1'))
            .whereRaw('parent_issues.incident_number = incidents.number'),
        )
        .orderBy('number')
        .limit(limit)
        .pluck('number');
    },

    /** In one query, however many incidents there are. */
    views(options: { linearConfigured: boolean }): ParentIssuesOf {
      return async incidentNumbers => {
        const rows: ViewRow[] = await database
          .knex('parent_issues')
          .leftJoin('jobs', on =>
            on
              .onVal('parent_issues.status', 'pending')
              .andOn(kinds =>
                kinds
                  .on(own =>
                    own
                      .onVal('jobs.kind', 'reconcileParent')
                      .andOn(
                        'jobs.incident_number',
                        'parent_issues.incident_number',
                      ),
                  )
                  .orOn(all => all.onVal('jobs.kind', 'claimIdentifiers')),
              ),
          )
          .select(
            'parent_issues.*',
            'jobs.state as job_state',
            'jobs.reason as job_reason',
          )
          .whereIn('parent_issues.incident_number', incidentNumbers);
        const byIncident = new Map<number, ViewRow[]>();
        for (const row of rows) {
          const others = byIncident.get(row.incident_number) ?? [];
          byIncident.set(row.incident_number, [...others, row]);
        }
        return number => {
          const all = byIncident.get(number) ?? [];
          const current = all.filter(row => row.is_current);
          if (current.length === 0) {
            return {
              view: withoutParent(all.length > 0, options.linearConfigured),
              teamId: undefined,
            };
          }
          const record = toRecord(current[0]);
          return {
            view: parentIssueView(record, current),
            teamId: record.observed?.team.id,
          };
        };
      };
    },
  };
}

/** A parent issue with one of the jobs that create it, if there is one. */
type ViewRow = ParentIssueRow & {
  job_state: JobRow['state'] | null;
  job_reason: string | null;
};

function withoutParent(
  isUnlinked: boolean,
  linearConfigured: boolean,
): ParentIssue {
  if (isUnlinked) {
    return { status: 'missing', reason: reason('parentIssueUnlinked') };
  }
  return linearConfigured
    ? { status: 'pending', reason: reason('parentIssueCreating') }
    : { status: 'notConfigured' };
}

/** The parent issue as readers of the incident get it. */
function parentIssueView(
  { status, observed, route, reasons }: ParentIssueRecord,
  jobs: readonly Pick<ViewRow, 'job_state' | 'job_reason'>[],
): ParentIssue {
  const [first, ...notes] = reasons;
  const stands =
    status === 'pending' ? creationStands(jobs) : { status, reason: first };
  return {
    status: stands.status,
    ...(observed && {
      id: observed.id,
      identifier: observed.identifier,
      url: observed.url,
      state: {
        name: observed.state.name,
        type: observed.state.type,
        color: observed.state.color,
      },
      team: {
        key: observed.team.key,
        name: observed.team.name,
        visibility: observed.team.visibility,
      },
    }),
    ...(route && {
      route: { team: route.team, rule: route.rule, reason: route.reason },
    }),
    ...(stands.reason && { reason: stands.reason }),
    ...(notes.length > 0 && { notes }),
  };
}

/** How far a creation is, from the jobs that do it. */
function creationStands(
  jobs: readonly Pick<ViewRow, 'job_state' | 'job_reason'>[],
): Pick<ParentIssue, 'status' | 'reason'> {
  const escalated = jobs.find(job => job.job_state === 'escalated');
  const failing = escalated ?? jobs.find(job => job.job_reason !== null);
  return {
    status: escalated ? 'failed' : 'pending',
    reason:
      readReason(failing?.job_reason ?? null) ??
      reason(escalated ? 'needsAttention' : 'parentIssueCreating'),
  };
}
