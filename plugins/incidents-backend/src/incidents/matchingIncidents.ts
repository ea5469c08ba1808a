import {
  ActionItemStatus,
  ListIncidents,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { onlyReadable, ReadScope } from './privacy';

/** What narrows a set of incidents; an absent filter does not. */
export type IncidentFilters = Omit<
  ListIncidents,
  'orderBy' | 'limit' | 'cursor'
>;

/** Statuses of an action item that is open. */
export const OPEN_ITEM_STATUSES: readonly ActionItemStatus[] = [
  'todo',
  'inProgress',
];

/** Whether a row of `action_items` is overdue, in SQL; binds the present instant. Never null. */
export const IS_OVERDUE =
  "(action_items.status in ('todo', 'inProgress') and action_items.due_at is not null and action_items.due_at <= ?)";

/** What queries over incidents and their action items work on. */
export interface IncidentQueries {
  database: IncidentsDatabase;
  /** The action items that count for someone, as a query over `action_items`. */
  shownItems: (scope: ReadScope) => Knex.QueryBuilder;
  prefix: string;
  now: () => Date;
}

/** The incidents that match filters and that someone may read, as a query over `incidents` to be counted, joined or paged through. */
export function matchingIncidents(
  queries: IncidentQueries,
  options: {
    filters: IncidentFilters;
    scope: ReadScope;
    /** With those that the requester may not read in full. */
    withRedacted?: boolean;
  },
): Knex.QueryBuilder {
  const { filters, scope, withRedacted = false } = options;
  const { knex } = queries.database;
  const matching = knex('incidents');
  if (withRedacted) {
    scope.narrow(matching);
  } else {
    onlyReadable(matching, scope);
  }
  for (const column of ['status', 'severity', 'visibility', 'lead'] as const) {
    const values = filters[column];
    if (values) matching.whereIn(`incidents.${column}`, values);
  }
  const currentParents = () => knex('parent_issues').where('is_current', true);
  const listFilters = [
    [knex('incident_affected_entities'), 'entity_ref', filters.affects],
    [knex('incident_labels'), 'label', filters.label],
    [currentParents(), 'team_key', filters.team],
  ] as const;
  for (const [rows, column, values] of listFilters) {
    if (values) {
      matching.whereIn(
        'incidents.number',
        rows.select('incident_number').whereIn(column, values),
      );
    }
  }
  addText(matching, filters.q?.trim() ?? '', queries);
  const items = () =>
    queries.shownItems(scope).select('action_items.incident_number');
  const open = items().whereIn('action_items.status', OPEN_ITEM_STATUSES);
  const overdue = items().whereRaw(IS_OVERDUE, [queries.now()]);
  for (const [wanted, having] of [
    [filters.hasOpenActionItems, open],
    [filters.overdue, overdue],
    [filters.needsAttention, needAttention(knex)],
  ] as const) {
    if (wanted === true) matching.whereIn('incidents.number', having);
    if (wanted === false) matching.whereNotIn('incidents.number', having);
  }
  return matching;
}

/** Numbers of incidents that `attention[]` of the status names. */
function needAttention(knex: Knex): Knex.QueryBuilder {
  return knex('parent_issues')
    .select('incident_number')
    .where({ is_current: true, status: 'missing' })
    .union(
      knex('jobs')
        .select('incident_number')
        .where('state', 'escalated')
        .whereNotNull('incident_number'),
    );
}

/** SQLite's full-text table finds texts of three characters and more. */
const SHORTEST_INDEXED = 3;

/**
 * Text that occurs in the reference, title or summary, in any letter case. The
 * parts are separate queries, so that those of the texts use their indexes.
 */
function addText(
  matching: Knex.QueryBuilder,
  given: string,
  { database: { knex, isPostgres }, prefix }: IncidentQueries,
): void {
  const text = given.toLocaleLowerCase('en-US');
  if (text === '') {
    return;
  }
  const pattern = `%${text.replace(/[\\%_]/g, character => `\\${character}`)}%`;
  const like = (query: Knex.QueryBuilder, expression: string) =>
    query.orWhereRaw(`${expression} like ? escape '\\'`, [pattern]);
  const numbers = () => knex('incidents').select('number');
  const inText =
    isPostgres || [...text].length < SHORTEST_INDEXED
      ? like(like(numbers(), 'lower(title)'), "lower(coalesce(summary, ''))")
      : knex('incidents_text')
          .select('rowid')
          .whereRaw('incidents_text match ?', [
            `"${text.replaceAll('"', '""')}"`,
          ]);
  const inReference = numbers().whereRaw(
    `lower(? || '-' || number) like ? escape '\\'`,
    [prefix, pattern],
  );
  matching.whereIn('incidents.number', inText.union(inReference));
}
