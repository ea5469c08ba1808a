import {
  IncidentOrder,
  ListIncidents,
  severitySchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { toDate } from '../database/columns';
import { pageOf, readCursor } from '../database/keysetCursor';
import { InstantColumn } from '../database/tables';
import { IncidentQueries, matchingIncidents } from './matchingIncidents';
import { ReadScope } from './privacy';

/** Value of the sorted column in a cursor: instants as ISO 8601. */
type SortValue = string | number;

const sortFieldSchema = z.enum([
  'importance',
  'createdAt',
  'updatedAt',
  'startedAt',
  'severity',
  'status',
]);

const STATUS_RANK =
  "case incidents.status when 'active' then 0 when 'mitigated' then 1 when 'postmortem' then 2 when 'done' then 3 else 4 end";

const instant = z.iso.datetime();

/** More milliseconds than any instant has; 15 times as many are still exact in a double. */
const MILLISECONDS = '100000000000000';

/** Open ones first, then by severity, then the most recently started, in one ascending number. */
function importance(isPostgres: boolean): string {
  const isClosed =
    "case when incidents.status in ('done', 'canceled') then 1 else 0 end";
  const severity = 'cast(substr(incidents.severity, 4) as integer)';
  const startedMs = isPostgres
    ? 'floor(extract(epoch from incidents.started_at) * 1000)::double precision'
    : 'incidents.started_at';
  return `((${isClosed} * 6 + ${severity}) * ${MILLISECONDS} - ${startedMs})`;
}

const SORT: Record<
  Exclude<z.infer<typeof sortFieldSchema>, 'importance'>,
  { sql: string; inCursor: z.ZodType<SortValue> }
> = {
  createdAt: { sql: 'incidents.created_at', inCursor: instant },
  updatedAt: { sql: 'incidents.updated_at', inCursor: instant },
  startedAt: { sql: 'incidents.started_at', inCursor: instant },
  severity: { sql: 'incidents.severity', inCursor: severitySchema },
  status: { sql: STATUS_RANK, inCursor: z.int32() },
};

/**
 * A page of numbers of incidents that match and that the requester may read.
 * Keyset paging neither skips nor repeats rows while incidents are declared
 * between two pages.
 */
export async function listIncidents(
  queries: IncidentQueries,
  options: { query: ListIncidents; scope: ReadScope },
) {
  const { query, scope } = options;
  const { knex } = queries.database;
  const order = parseOrder(query.orderBy, queries.database.isPostgres);
  const matching = matchingIncidents(queries, {
    filters: query,
    scope,
    withRedacted:
      scope.requester.kind === 'service' && revealsOnlyExistence(query),
  });

  const [{ count }] = await matching.clone().count({ count: '*' });
  const direction = order.descending ? 'desc' : 'asc';
  const page = matching
    .clone()
    .select('incidents.number', { sort_value: knex.raw(order.sql) })
    .orderByRaw(`${order.sql} ${direction}, incidents.number ${direction}`)
    .limit(query.limit + 1);
  if (query.cursor !== undefined) {
    const [, value, number] = readCursor(order.cursorSchema, query.cursor);
    const bound = order.isInstant ? new Date(value) : value;
    const beyond = order.descending ? '<' : '>';
    page.whereRaw(
      `(${order.sql} ${beyond} ? or (${order.sql} = ? and incidents.number ${beyond} ?))`,
      [bound, bound, number],
    );
  }
  const rows: { number: number; sort_value: InstantColumn }[] = await page;
  const { shown, nextCursor } = pageOf(rows, query.limit, last => [
    query.orderBy,
    order.isInstant ? toDate(last.sort_value).toISOString() : last.sort_value,
    last.number,
  ]);
  return {
    numbers: shown.map(row => row.number),
    nextCursor,
    totalItems: Number(count),
  };
}

/** How a list is sorted, in SQL and in its cursors, which hold for this order and no other. */
function parseOrder(orderBy: IncidentOrder, isPostgres: boolean) {
  const field = sortFieldSchema.parse(orderBy.replace(/^-/, ''));
  const { sql, inCursor } =
    field === 'importance'
      ? { sql: importance(isPostgres), inCursor: z.int() }
      : SORT[field];
  return {
    descending: orderBy.startsWith('-'),
    sql,
    isInstant: inCursor === instant,
    cursorSchema: z.tuple([z.literal(orderBy), inCursor, z.int32()]),
  };
}

const NON_REVEALING_PARAMS: readonly string[] = [
  'visibility',
  'orderBy',
  'limit',
  'cursor',
];

/**
 * Whether a list reveals no more of its incidents than that they exist. Matching
 * or ordering by anything else would reveal a secret of a private one.
 */
function revealsOnlyExistence(query: ListIncidents): boolean {
  return (
    ['createdAt', '-createdAt'].includes(query.orderBy) &&
    Object.entries(query).every(
      ([key, value]) =>
        value === undefined || NON_REVEALING_PARAMS.includes(key),
    )
  );
}
