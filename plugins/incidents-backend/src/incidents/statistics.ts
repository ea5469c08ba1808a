import {
  Facets,
  severitySchema,
  Statistics,
  StatisticsQuery,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import {
  IncidentQueries,
  IS_OVERDUE,
  matchingIncidents,
  OPEN_ITEM_STATUSES,
} from './matchingIncidents';
import { medians } from './medians';
import { ReadScope } from './privacy';
import { itemAgeBuckets, WEEK_SECONDS, weeksUntil } from './statisticsPeriods';

const OPEN_INCIDENT = ['active', 'mitigated', 'postmortem'];
const MAX_FACET_VALUES = 200;

interface Period {
  from: Date;
  end: Date;
}

/** The shown items of the matching incidents, as a query that knows those as `matching`. */
type ItemsQuery = (...columns: string[]) => Knex.QueryBuilder;

/**
 * Counts over incidents that match and that someone may read, made by the
 * database. An item of two incidents counts for each of them.
 */
export async function readStatistics(
  queries: IncidentQueries,
  options: { query: StatisticsQuery; scope: ReadScope },
): Promise<Statistics> {
  const { query, scope } = options;
  const { database } = queries;
  const now = queries.now();
  const matching = matchingIncidents(queries, { filters: query, scope });
  const items: ItemsQuery = (...columns) =>
    queries
      .shownItems(scope)
      .withMaterialized(
        'matching',
        matching.clone().select('incidents.number', ...columns),
      )
      .innerJoin('matching', 'matching.number', 'action_items.incident_number');
  const { mondays, end } = weeksUntil(now, query.weeks);
  const [from] = mondays;
  const period = { from, end };
  const countByWeek = (counted: Knex.QueryBuilder, instant: string) =>
    countItemsByWeek(database, counted, instant, period);
  const opened = await countByWeek(items(), 'action_items.issue_created_at');
  // By the status it has now: what was reopened is not closed.
  const completed = await countByWeek(
    items().where('action_items.status', 'done'),
    'action_items.completed_at',
  );
  const canceled = await countByWeek(
    items().where('action_items.status', 'canceled'),
    'action_items.canceled_at',
  );
  return {
    incidents: await countIncidents(database, matching, now),
    ...(await countOpenItems(database, items(), now)),
    weeks: mondays.map((monday, index) => ({
      from: monday.toISOString().slice(0, 10),
      opened: opened.get(index) ?? 0,
      closed: (completed.get(index) ?? 0) + (canceled.get(index) ?? 0),
    })),
    completionTimes: await completionTimes(database, items, period),
  };
}

async function countIncidents(
  database: IncidentsDatabase,
  matching: Knex.QueryBuilder,
  now: Date,
): Promise<Statistics['incidents']> {
  const { knex } = database;
  const [{ total }] = await matching.clone().count({ total: '*' });
  const startedAt = await medians(
    knex,
    matching
      .clone()
      .select({
        name: knex.raw("'open'"),
        value: knex.raw(epochSeconds(database, 'incidents.started_at')),
      })
      .whereIn('incidents.status', OPEN_INCIDENT),
  );
  const open = startedAt.get('open');
  return {
    total: Number(total),
    open: open?.size ?? 0,
    ...(open && {
      medianAgeSeconds: Math.max(0, now.getTime() / 1000 - open.median),
    }),
  };
}

async function countOpenItems(
  { knex }: IncidentsDatabase,
  items: Knex.QueryBuilder,
  now: Date,
): Promise<Pick<Statistics, 'actionItems' | 'openItemAges'>> {
  const buckets = itemAgeBuckets(now);
  const count = (condition: string, bindings: Date[]) =>
    knex.raw(`sum(case when ${condition} then 1 else 0 end)`, bindings);
  const [row]: Record<string, number | string | null>[] = await items
    .whereIn('action_items.status', OPEN_ITEM_STATUSES)
    .count({ open: '*' })
    .select({
      overdue: count(IS_OVERDUE, [now]),
      ...Object.fromEntries(
        buckets.map(({ fromDays, createdAfter, createdUntil }) => [
          `from${fromDays}`,
          count(
            [
              '1 = 1',
              ...(createdAfter ? ['action_items.issue_created_at > ?'] : []),
              ...(createdUntil ? ['action_items.issue_created_at <= ?'] : []),
            ].join(' and '),
            [createdAfter, createdUntil].filter(bound => bound !== undefined),
          ),
        ]),
      ),
    });
  return {
    actionItems: { open: Number(row.open), overdue: Number(row.overdue) },
    openItemAges: buckets.map(({ fromDays, toDays }) => ({
      fromDays,
      ...(toDays !== undefined && { toDays }),
      count: Number(row[`from${fromDays}`]),
    })),
  };
}

/**
 * How many items have the instant in each week, by index of the week.
 *
 * @param instant - column of `action_items`
 */
async function countItemsByWeek(
  database: IncidentsDatabase,
  items: Knex.QueryBuilder,
  instant: string,
  period: Period,
): Promise<ReadonlyMap<number, number>> {
  const week = `floor((${epochSeconds(database, instant)} - ${
    period.from.getTime() / 1000
  }) / ${WEEK_SECONDS})`;
  const rows: { week: number | string; count: number | string }[] = await items
    .where(instant, '>=', period.from)
    .where(instant, '<', period.end)
    .select({ week: database.knex.raw(week) })
    .count({ count: '*' })
    .groupByRaw(week);
  return new Map(
    rows.map(({ week: index, count }) => [Number(index), Number(count)]),
  );
}

async function completionTimes(
  database: IncidentsDatabase,
  items: ItemsQuery,
  period: Period,
): Promise<Statistics['completionTimes']> {
  const { knex } = database;
  const completedAt = epochSeconds(database, 'action_items.completed_at');
  const createdAt = epochSeconds(database, 'action_items.issue_created_at');
  const bySeverity = await medians(
    knex,
    items('incidents.severity')
      .where('action_items.status', 'done')
      .where('action_items.completed_at', '>=', period.from)
      .where('action_items.completed_at', '<', period.end)
      .select({
        name: 'matching.severity',
        value: knex.raw(`${completedAt} - ${createdAt}`),
      }),
  );
  return severitySchema.options.map(severity => {
    const times = bySeverity.get(severity);
    return {
      severity,
      completed: times?.size ?? 0,
      ...(times && { medianSeconds: Math.max(0, times.median) }),
    };
  });
}

/** An instant column as seconds since 1970, in SQL: the databases store instants differently. */
function epochSeconds({ isPostgres }: IncidentsDatabase, column: string) {
  return isPostgres ? `date_part('epoch', ${column})` : `${column} / 1000.0`;
}

/** What incidents can be filtered by, with how many of those someone may read have it. */
export async function readFacets(
  queries: IncidentQueries,
  scope: ReadScope,
): Promise<Facets> {
  const { knex } = queries.database;
  const numbers = () =>
    matchingIncidents(queries, { filters: {}, scope }).select(
      'incidents.number',
    );
  const labels = await mostFrequent(
    knex('incident_labels').whereIn('incident_number', numbers()),
    'label',
  );
  const teams = await mostFrequent(
    knex('parent_issues')
      .where('is_current', true)
      .whereNotNull('team_key')
      .whereIn('incident_number', numbers()),
    'team_key',
  );
  return {
    labels: labels.map(({ value, count }) => ({ label: value, count })),
    teams: teams.map(({ value, count }) => ({ team: value, count })),
  };
}

async function mostFrequent(
  query: Knex.QueryBuilder,
  column: string,
): Promise<{ value: string; count: number }[]> {
  const rows: { value: string; count: number | string }[] = await query
    .select({ value: column })
    .count({ count: '*' })
    .groupBy(column)
    .orderBy([{ column: 'count', order: 'desc' }, { column }])
    .limit(MAX_FACET_VALUES);
  return rows.map(({ value, count }) => ({ value, count: Number(count) }));
}
