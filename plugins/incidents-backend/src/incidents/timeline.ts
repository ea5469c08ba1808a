import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  CreateNote,
  ListTimeline,
  Timeline,
  TimelineEntry,
  timelineEntrySchema,
  TimelineNote,
  timelineNoteSchema,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/columns';
import { pageOf, readCursor } from '../database/keysetCursor';
import { TimelineEntryRow } from '../database/tables';
import { IncidentEdit, IncidentRecord } from './IncidentRecord';
import { hiddenIssues, ReadScope } from './privacy';
import { AuthenticatedRequester, Requester } from './Requester';

type Recorded<E> = E extends TimelineEntry
  ? Pick<E, 'kind' | 'params' | 'actor'>
  : never;

/** What to record. */
export type NewTimelineEntry = Recorded<TimelineEntry> & {
  /** ISO 8601; default: now. */
  at?: string;
  /** UUID in Linear of the issue whose identifier the params hold. */
  issueId?: string;
  /** Names what may be reported repeatedly: a second entry of this kind and name is not written. */
  occurrence?: string;
};

const cursorSchema = z.tuple([z.uuid()]);

/** The append-only record of what happened to each incident. */
export type TimelineStore = ReturnType<typeof createTimelineStore>;

export function createTimelineStore(deps: {
  database: IncidentsDatabase;
  now: () => Date;
  newId: () => string;
}) {
  const { knex } = deps.database;

  function toRow(
    incidentNumber: number,
    entry: NewTimelineEntry,
  ): Omit<TimelineEntryRow, 'position'> {
    return {
      id: deps.newId(),
      incident_number: incidentNumber,
      at: entry.at === undefined ? deps.now() : new Date(entry.at),
      kind: entry.kind,
      actor: entry.actor ?? null,
      params: JSON.stringify(entry.params),
      issue_id: entry.issueId ?? null,
      occurrence: entry.occurrence ?? null,
    };
  }

  async function positionOf(
    incidentNumber: number,
    cursor: string,
  ): Promise<number> {
    const [id] = readCursor(cursorSchema, cursor);
    const row = await knex<TimelineEntryRow>('timeline_entries')
      .where({ incident_number: incidentNumber, id })
      .first('position');
    if (!row) {
      throw new InputError(
        'cursor: is not one that this list gave out; start again without it',
      );
    }
    return row.position;
  }

  return {
    /** Writes entries in the transaction of what they record, oldest first. */
    async append(
      tx: Knex,
      incidentNumber: number,
      entries: readonly NewTimelineEntry[],
    ): Promise<void> {
      for (const entry of entries) {
        await tx<TimelineEntryRow>('timeline_entries')
          .insert(toRow(incidentNumber, entry))
          .onConflict(['incident_number', 'kind', 'occurrence'])
          .ignore();
      }
    },

    /**
     * A page, newest first; entries of a kind that a newer version added are left
     * out, as are those about issues that do not exist for the reader.
     */
    async list(
      incidentNumber: number,
      page: ListTimeline,
      scope: ReadScope,
    ): Promise<Timeline> {
      const { limit, cursor } = page;
      const query = knex<TimelineEntryRow>('timeline_entries')
        .where({ incident_number: incidentNumber })
        .where(visible =>
          visible
            .whereNull('issue_id')
            .orWhereNotIn('issue_id', hiddenIssues(knex, scope)),
        )
        .orderBy('position', 'desc')
        .limit(limit + 1);
      if (cursor !== undefined) {
        query.where('position', '<', await positionOf(incidentNumber, cursor));
      }
      const rows = await query;
      const { shown, nextCursor } = pageOf(rows, limit, ({ id }) => [id]);
      return { items: shown.flatMap(row => toEntry(row) ?? []), nextCursor };
    },

    async addNote(
      incidentNumber: number,
      note: CreateNote,
      requester: Requester,
    ): Promise<TimelineNote> {
      const row = toRow(incidentNumber, {
        kind: 'noteAdded',
        actor: actorOf(requester),
        params: note,
      });
      await knex('timeline_entries').insert(row);
      return timelineNoteSchema.parse(toEntry(row));
    },

    /**
     * Deletes what a note says; that there was one stays.
     *
     * @throws NotAllowedError for another person's, NotFoundError when there is none
     */
    async deleteNote(
      incident: Pick<IncidentRecord, 'number' | 'ref'>,
      id: string,
      requester: AuthenticatedRequester,
    ): Promise<void> {
      const row = z.uuid().safeParse(id).success
        ? await knex<TimelineEntryRow>('timeline_entries')
            .where({ incident_number: incident.number, id })
            .first()
        : undefined;
      const entry = row && toEntry(row);
      if (entry?.kind !== 'noteAdded' || 'deletedAt' in entry.params) {
        throw new NotFoundError(`${incident.ref} has no note of this id`);
      }
      if (entry.actor === undefined || entry.actor !== actorOf(requester)) {
        throw new NotAllowedError(
          'Only the author of a note can delete it; add a note that corrects it instead',
        );
      }
      await knex<TimelineEntryRow>('timeline_entries')
        .where({ id })
        .update({
          params: JSON.stringify({ deletedAt: deps.now().toISOString() }),
        });
    },
  };
}

/** Who did it, as the timeline has it; `undefined` for a service that acts for itself. */
export function actorOf(requester: Requester): string | undefined {
  return requester.kind === 'user' ? requester.userRef : undefined;
}

/** What an edit changes of an incident that the timeline records, one entry per change. */
export function timelineOfEdit(
  before: IncidentRecord,
  edit: IncidentEdit,
  actor: string | undefined,
): NewTimelineEntry[] {
  const entries: NewTimelineEntry[] = [];
  const { status, severity, lead, visibility, title } = edit;
  if (status !== undefined && status !== before.status) {
    const params = { from: before.status, to: status };
    entries.push({ kind: 'statusChanged', actor, params });
  }
  if (severity !== undefined && severity !== before.severity) {
    const params = { from: before.severity, to: severity };
    entries.push({ kind: 'severityChanged', actor, params });
  }
  if (lead !== undefined && (lead ?? undefined) !== before.lead) {
    const params = { from: before.lead, to: lead ?? undefined };
    entries.push({ kind: 'leadChanged', actor, params });
  }
  if (visibility !== undefined && visibility !== before.visibility) {
    const params = { from: before.visibility, to: visibility };
    entries.push({ kind: 'visibilityChanged', actor, params });
  }
  if (title !== undefined && title !== before.title) {
    entries.push({ kind: 'titleChanged', actor, params: {} });
  }
  return entries;
}

/** A JSON column is an edge: what cannot be read, as of a newer version, is no entry. */
function toEntry(
  row: Omit<TimelineEntryRow, 'position'>,
): TimelineEntry | undefined {
  const parsed = timelineEntrySchema.safeParse({
    id: row.id,
    at: toDate(row.at).toISOString(),
    kind: row.kind,
    ...(row.actor !== null && { actor: row.actor }),
    params: JSON.parse(row.params),
  });
  return parsed.success ? parsed.data : undefined;
}
