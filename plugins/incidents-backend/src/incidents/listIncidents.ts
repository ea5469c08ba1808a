import {
  IncidentOrder,
  ListIncidents,
} from '@backstage-incidents/incidents-common';
import { InputError } from '@backstage/errors';
import { Knex } from 'knex';
import { z } from 'zod';
import { toDate } from '../database/instants';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { onlyVisible } from './privacy';
import { Viewer } from './Viewer';

const STATUS_RANK =
  "case incidents.status when 'active' then 0 when 'mitigated' then 1 when 'postmortem' then 2 when 'done' then 3 else 4 end";

const sortFieldSchema = z.enum([
  'createdAt',
  'updatedAt',
  'startedAt',
  'severity',
  'status',
]);
type SortField = z.infer<typeof sortFieldSchema>;

const SORT: Record<SortField, { sql: string; instant: boolean }> = {
  createdAt: { sql: 'incidents.created_at', instant: true },
  updatedAt: { sql: 'incidents.updated_at', instant: true },
  startedAt: { sql: 'incidents.started_at', instant: true },
  severity: { sql: 'incidents.severity', instant: false },
  status: { sql: STATUS_RANK, instant: false },
};

const cursorSchema = z.tuple([
  z.string(),
  z.union([z.string(), z.number()]),
  z.int(),
]);

/** A page of numbers of incidents that match and that the viewer may see. */
export interface IncidentNumbersPage {
  numbers: number[];
  nextCursor: string | undefined;
  totalItems: number;
}

/**
 * Finds incidents by keyset paging, which neither skips nor repeats rows while
 * incidents are declared between two pages.
 */
export async function listIncidents(options: {
  database: IncidentsDatabase;
  query: ListIncidents;
  viewer: Viewer;
  now: Date;
  prefix: string;
  /** What else the query over `incidents` has to match. */
  narrow?: (matching: Knex.QueryBuilder) => void;
}): Promise<IncidentNumbersPage> {
  const { database, query, viewer, now, prefix } = options;
  const { knex } = database;
  const { field, descending } = parseOrder(query.orderBy);
  const sort = SORT[field];
  const matching = applyFilters({ knex, query, viewer, now, prefix, field });
  options.narrow?.(matching);

  const [{ count }] = await matching.clone().count({ count: '*' });
  const page = matching
    .clone()
    .select('incidents.number', { sort_value: knex.raw(sort.sql) })
    .orderByRaw(
      `${sort.sql} ${descending ? 'desc' : 'asc'}, incidents.number ${
        descending ? 'desc' : 'asc'
      }`,
    )
    .limit(query.limit + 1);
  if (query.cursor !== undefined) {
    const [value, number] = readCursor(query.cursor, query.orderBy);
    const bound =
      sort.instant && typeof value === 'string' ? new Date(value) : value;
    const beyond = descending ? '<' : '>';
    page.whereRaw(
      `(${sort.sql} ${beyond} ? or (${sort.sql} = ? and incidents.number ${beyond} ?))`,
      [bound, bound, number],
    );
  }
  const rows: { number: number; sort_value: Date | string | number }[] =
    await page;
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    numbers: shown.map(row => row.number),
    nextCursor:
      last && rows.length > query.limit
        ? writeCursor(
            query.orderBy,
            sort.instant
              ? toDate(last.sort_value).toISOString()
              : last.sort_value,
            last.number,
          )
        : undefined,
    totalItems: Number(count),
  };
}

function applyFilters(options: {
  knex: Knex;
  query: ListIncidents;
  viewer: Viewer;
  now: Date;
  prefix: string;
  field: SortField;
}): Knex.QueryBuilder {
  const { knex, query, viewer, now, prefix, field } = options;
  const matching = knex('incidents');
  // Matching or ordering by a secret would tell it, so a service sees that a
  // private incident exists only where it asks for nothing but existence.
  const asksForExistenceOnly =
    viewer.kind === 'service' &&
    field === 'createdAt' &&
    Object.entries(query).every(
      ([key, value]) =>
        value === undefined ||
        ['visibility', 'orderBy', 'limit', 'cursor'].includes(key),
    );
  if (!asksForExistenceOnly) {
    onlyVisible(matching, viewer);
  }
  if (query.status) matching.whereIn('incidents.status', query.status);
  if (query.severity) matching.whereIn('incidents.severity', query.severity);
  if (query.visibility) {
    matching.whereIn('incidents.visibility', query.visibility);
  }
  if (query.lead) matching.whereIn('incidents.lead', query.lead);
  const listFilters = [
    ['incident_affected_entities', 'entity_ref', query.affects],
    ['incident_labels', 'label', query.label],
  ] as const;
  for (const [table, column, values] of listFilters) {
    if (values) {
      matching.whereExists(
        knex(table)
          .select(knex.raw('1'))
          .whereRaw('?? = incidents.number', [`${table}.incident_number`])
          .whereIn(column, values),
      );
    }
  }
  if (query.q !== undefined && query.q.trim() !== '') {
    const pattern = `%${escapeLike(
      query.q.trim().toLocaleLowerCase('en-US'),
    )}%`;
    matching.where(text =>
      text
        .whereRaw(`lower(incidents.title) like ? escape '\\'`, [pattern])
        .orWhereRaw(
          `lower(coalesce(incidents.summary, '')) like ? escape '\\'`,
          [pattern],
        )
        .orWhereRaw(`lower(? || '-' || incidents.number) like ? escape '\\'`, [
          prefix,
          pattern,
        ]),
    );
  }
  if (query.hasOpenActionItems !== undefined) {
    addItemFilter(matching, knex, query.hasOpenActionItems);
  }
  if (query.overdue !== undefined) {
    addItemFilter(matching, knex, query.overdue, now);
  }
  return matching;
}

function addItemFilter(
  matching: Knex.QueryBuilder,
  knex: Knex,
  wanted: boolean,
  overdueAt?: Date,
): void {
  const items = knex('action_items')
    .select(knex.raw('1'))
    .whereRaw('action_items.incident_number = incidents.number')
    .whereIn('action_items.status', ['todo', 'inProgress']);
  if (overdueAt) {
    items.where('action_items.due_at', '<=', overdueAt);
  }
  if (wanted) {
    matching.whereExists(items);
  } else {
    matching.whereNotExists(items);
  }
}

function parseOrder(orderBy: IncidentOrder): {
  field: SortField;
  descending: boolean;
} {
  const field = sortFieldSchema.parse(orderBy.replace(/^-/, ''));
  return { field, descending: orderBy.startsWith('-') };
}

function writeCursor(
  orderBy: IncidentOrder,
  value: string | number | Date,
  number: number,
): string {
  return Buffer.from(JSON.stringify([orderBy, value, number])).toString(
    'base64url',
  );
}

function readCursor(
  cursor: string,
  orderBy: IncidentOrder,
): [string | number, number] {
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    decoded = undefined;
  }
  const parsed = cursorSchema.safeParse(decoded);
  if (
    !parsed.success ||
    parsed.data[0] !== orderBy ||
    (typeof parsed.data[1] === 'string' &&
      orderBy.endsWith('At') &&
      Number.isNaN(Date.parse(parsed.data[1])))
  ) {
    throw new InputError(
      'cursor: is not one that this list gave out for this order; start again without it',
    );
  }
  return [parsed.data[1], parsed.data[2]];
}

function escapeLike(value: string): string {
  return value.replace(/[\\%_]/g, character => `\\${character}`);
}
