import {
  IncidentActionItem,
  ServiceIncident,
} from '@backstage-incidents/incidents-common';
import { stringify } from 'csv-stringify/sync';

const INCIDENT_COLUMNS = [
  'ref',
  'entityRef',
  'title',
  'summary',
  'severity',
  'status',
  'visibility',
  'lead',
  'reporter',
  'participants',
  'affects',
  'labels',
  'links',
  'startedAt',
  'mitigatedAt',
  'closedAt',
  'createdAt',
  'updatedAt',
  'parentIssue.status',
  'parentIssue.identifier',
  'parentIssue.url',
  'progress.total',
  'progress.todo',
  'progress.inProgress',
  'progress.done',
  'progress.canceled',
  'progress.overdue',
];

const ITEM_COLUMNS = [
  'incident.ref',
  'incident.title',
  'identifier',
  'title',
  'url',
  'source',
  'status',
  'state.name',
  'priority',
  'assignee.name',
  'assignee.userRef',
  'team.key',
  'dueAt',
  'dueSource',
  'overdue',
  'createdAt',
  'updatedAt',
  'completedAt',
  'canceledAt',
  'archived',
];

/** How many rows are read at once. */
export const CSV_PAGE = 200;

/** Pages of a list, each read with the cursor of the one before. */
export type ReadPage<T> = (
  cursor: string | undefined,
) => Promise<{ items: readonly T[]; nextCursor?: string }>;

/** Incidents as CSV; one that only exists for the requester has what they may read. */
export const incidentsCsv = (read: ReadPage<ServiceIncident>) =>
  toCsv(INCIDENT_COLUMNS, read, incident => ({
    ...incident,
    ...('links' in incident && { links: incident.links.map(({ url }) => url) }),
  }));

/** Action items as CSV, each with its incident. */
export const actionItemsCsv = (read: ReadPage<IncidentActionItem>) =>
  toCsv(ITEM_COLUMNS, read, ({ incident, actionItem }) => ({
    incident,
    ...actionItem,
  }));

async function toCsv<T>(
  columns: string[],
  read: ReadPage<T>,
  toRow: (item: T) => object,
): Promise<string> {
  const parts: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    parts.push(
      stringify(page.items.map(toRow), {
        columns,
        header: parts.length === 0,
        record_delimiter: 'windows',
        cast: {
          boolean: String,
          object: value => (Array.isArray(value) ? value.join(';') : ''),
          // A spreadsheet would run it as a formula.
          string: value => (/^\s*[=+\-@]/.test(value) ? `'${value}` : value),
        },
      }),
    );
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return parts.join('');
}
