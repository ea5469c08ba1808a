import {
  Durations,
  Facets,
  Severity,
  severitySchema,
  Statistics,
  StatisticsQuery,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { DateTime } from 'luxon';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import {
  IncidentQueries,
  IS_OVERDUE,
  matchingIncidents,
  OPEN_ITEM_STATUSES,
} from './matchingIncidents';
import { Quantiles, quantiles } from './quantiles';
import { ReadScope } from './privacy';

const OPEN_INCIDENT = ['active', 'mitigated', 'postmortem'];
const MAX_FACET_VALUES = 200;

/** Of teams and of components. */
const MAX_GROUPS = 50;
/** When an incident's time ends, and the statuses in which it counts: what is active again is not mitigated. */
const INCIDENT_TIMES = {
  timeToMitigate: {
    end: 'incidents.mitigated_at',
    statuses: ['mitigated', 'postmortem', 'done'],
  },
  timeToClose: { end: 'incidents.closed_at', statuses: ['done'] },
};

const WEEK_SECONDS = 7 * 24 * 60 * 60;
const DAY_MILLISECONDS = 24 * 60 * 60_000;
/** The ages at which one count of open items ends and the next begins. */
const ITEM_AGES_IN_DAYS = [0, 1, 7, 14, 28, 90];

/** Calendar weeks, each from Monday 00:00 UTC. */
interface Weeks {
  /** Oldest first. */
  mondays: Date[];
  from: Date;
  /** The Monday after the last. */
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
  const weeks = weeksUntil(now, query.weeks);
  const countByWeek = (counted: Knex.QueryBuilder, instant: string) =>
    countItemsByWeek(database, counted, instant, weeks);
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
    weeks: weeks.mondays.map((monday, index) => ({
      from: monday.toISOString().slice(0, 10),
      opened: opened.get(index) ?? 0,
      closed: (completed.get(index) ?? 0) + (canceled.get(index) ?? 0),
    })),
    completionTimes: await completionTimes(database, items, weeks),
    ...(await incidentTimes(database, matching, weeks)),
  };
}

/** The calendar weeks that end with the present one. */
export function weeksUntil(now: Date, count: number): Weeks {
  const present = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('week');
  const mondays = Array.from({ length: count }, (_, index) =>
    present.minus({ weeks: count - 1 - index }).toJSDate(),
  );
  const [from] = mondays;
  return { mondays, from, end: present.plus({ weeks: 1 }).toJSDate() };
}

async function countIncidents(
  database: IncidentsDatabase,
  matching: Knex.QueryBuilder,
  now: Date,
): Promise<Statistics['incidents']> {
  const { knex } = database;
  const [{ total }] = await matching.clone().count({ total: '*' });
  const startedAt = await quantiles(
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
  const count = (condition: string, bindings: Date[]) =>
    knex.raw(`sum(case when ${condition} then 1 else 0 end)`, bindings);
  const [row]: Record<string, number | string | null>[] = await items
    .whereIn('action_items.status', OPEN_ITEM_STATUSES)
    .count({ open: '*' })
    .select({
      overdue: count(IS_OVERDUE, [now]),
      ...Object.fromEntries(
        ITEM_AGES_IN_DAYS.map(days => [
          `from${days}`,
          count('action_items.issue_created_at <= ?', [
            new Date(now.getTime() - days * DAY_MILLISECONDS),
          ]),
        ]),
      ),
    });
  const open = Number(row.open);
  // The first takes what a clock ahead of ours created, too.
  const olderThan = (days: number) =>
    days === 0 ? open : Number(row[`from${days}`]);
  return {
    actionItems: { open, overdue: Number(row.overdue) },
    openItemAges: ITEM_AGES_IN_DAYS.map((fromDays, index) => {
      const toDays = ITEM_AGES_IN_DAYS.at(index + 1);
      return toDays === undefined
        ? { fromDays, count: olderThan(fromDays) }
        : { fromDays, toDays, count: olderThan(fromDays) - olderThan(toDays) };
    }),
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
  { from, end }: Weeks,
): Promise<ReadonlyMap<number, number>> {
  const week = weekOf(database, instant, from);
  const rows: { week: number | string; count: number | string }[] = await items
    .where(instant, '>=', from)
    .where(instant, '<', end)
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
  { from, end }: Weeks,
): Promise<Statistics['completionTimes']> {
  const { knex } = database;
  const completedAt = epochSeconds(database, 'action_items.completed_at');
  const createdAt = epochSeconds(database, 'action_items.issue_created_at');
  const bySeverity = await quantiles(
    knex,
    items('incidents.severity')
      .where('action_items.status', 'done')
      .where('action_items.completed_at', '>=', from)
      .where('action_items.completed_at', '<', end)
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

type IncidentTimes = Pick<
  Statistics,
  'incidentWeeks' | 'incidentTeams' | 'incidentComponents'
>;

type Times = Record<keyof typeof INCIDENT_TIMES, Durations>;

const noTimes = (): Times => ({
  timeToMitigate: { count: 0 },
  timeToClose: { count: 0 },
});

/** How many incidents started in each week, and how long those took that were mitigated or closed in it. */
async function incidentTimes(
  database: IncidentsDatabase,
  matching: Knex.QueryBuilder,
  weeks: Weeks,
): Promise<IncidentTimes> {
  const { knex } = database;
  const opened = await countOpened(database, matching, weeks);
  const byWeek = await timesBy(database, weeks, (end, from) => ({
    incidents: matching.clone(),
    group: weekOf(database, end, from),
  }));
  const byTeam = await timesBy(database, weeks, () => ({
    incidents: matching
      .clone()
      .innerJoin(
        knex('parent_issues')
          .select('incident_number', 'team_key')
          .where('is_current', true)
          .whereNotNull('team_key')
          .as('of_team'),
        'of_team.incident_number',
        'incidents.number',
      ),
    group: 'of_team.team_key',
  }));
  const byComponent = await timesBy(database, weeks, () => ({
    incidents: matching
      .clone()
      .innerJoin(
        'incident_affected_entities as affected',
        'affected.incident_number',
        'incidents.number',
      )
      .where('affected.entity_ref', 'like', 'component:%'),
    group: 'affected.entity_ref',
  }));
  const inWeeks = new Map(
    [...byWeek].map(([week, times]) => [Number(week), times]),
  );
  return {
    incidentWeeks: weeks.mondays.map((monday, index) => ({
      from: monday.toISOString().slice(0, 10),
      opened: Object.fromEntries(
        severitySchema.options.map(severity => [
          severity,
          opened.get(`${severity} ${index}`) ?? 0,
        ]),
      ) as Record<Severity, number>,
      ...(inWeeks.get(index) ?? noTimes()),
    })),
    incidentTeams: mostIncidents(byTeam).map(([team, times]) => ({
      team,
      ...times,
    })),
    incidentComponents: mostIncidents(byComponent).map(
      ([entityRef, times]) => ({ entityRef, ...times }),
    ),
  };
}

/** Incidents by severity and index of the week that they started in, under `sev1 0`. */
async function countOpened(
  database: IncidentsDatabase,
  matching: Knex.QueryBuilder,
  { from, end }: Weeks,
): Promise<ReadonlyMap<string, number>> {
  const week = weekOf(database, 'incidents.started_at', from);
  const rows: { severity: string; week: unknown; count: unknown }[] =
    await matching
      .clone()
      .where('incidents.started_at', '>=', from)
      .where('incidents.started_at', '<', end)
      .select('incidents.severity', { week: database.knex.raw(week) })
      .count({ count: '*' })
      .groupBy('incidents.severity')
      .groupByRaw(week);
  return new Map(
    rows.map(row => [`${row.severity} ${Number(row.week)}`, Number(row.count)]),
  );
}

/** Both times of each group, in one query, over what was mitigated or closed in the weeks. */
async function timesBy(
  database: IncidentsDatabase,
  weeks: Weeks,
  /** A query over `incidents`, and the SQL of its groups. */
  grouped: (
    end: string,
    from: Date,
  ) => { incidents: Knex.QueryBuilder; group: string },
): Promise<Map<string, Times>> {
  const { knex } = database;
  const [first, second] = Object.entries(INCIDENT_TIMES).map(
    ([name, { end, statuses }]) => {
      const { incidents, group } = grouped(end, weeks.from);
      return incidents
        .whereIn('incidents.status', statuses)
        .where(end, '>=', weeks.from)
        .where(end, '<', weeks.end)
        .select({
          name: knex.raw(`? || ' ' || ${group}`, [name]),
          value: knex.raw(
            `${epochSeconds(database, end)} - ${epochSeconds(
              database,
              'incidents.started_at',
            )}`,
          ),
        });
    },
  );
  const found = await quantiles(knex, first.unionAll([second]));
  const groups = new Map<string, Times>();
  for (const [key, values] of found) {
    const [name, ...rest] = key.split(' ');
    const group = rest.join(' ');
    groups.set(group, {
      ...(groups.get(group) ?? noTimes()),
      [name]: toDurations(values),
    });
  }
  return groups;
}

function toDurations({ size, median, p90 }: Quantiles): Durations {
  return {
    count: size,
    medianSeconds: Math.max(0, median),
    p90Seconds: Math.max(0, p90),
  };
}

function mostIncidents(groups: Map<string, Times>): [string, Times][] {
  const count = ({ timeToMitigate, timeToClose }: Times) =>
    Math.max(timeToMitigate.count, timeToClose.count);
  return [...groups]
    .sort(
      ([aName, a], [bName, b]) =>
        count(b) - count(a) || aName.localeCompare(bName),
    )
    .slice(0, MAX_GROUPS);
}

/** Index of the week in which an instant lies, in SQL. */
function weekOf(database: IncidentsDatabase, instant: string, from: Date) {
  return `floor((${epochSeconds(database, instant)} - ${
    from.getTime() / 1000
  }) / ${WEEK_SECONDS})`;
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
