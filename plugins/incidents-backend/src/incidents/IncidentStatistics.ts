import {
  severitySchema,
  Statistics,
  StatisticsQuery,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { MatchingIncidents } from './MatchingIncidents';
import { ReadScope } from './ReadScope';
import { epochSeconds } from './epochSeconds';
import { itemAgeBuckets } from './itemAges';
import { medians } from './medians';
import { WEEK_SECONDS, weeksUntil } from './weeks';

const OPEN_INCIDENT = ['active', 'mitigated', 'postmortem'];
const OPEN_ITEM = ['todo', 'inProgress'];
/**
 * Counts over incidents that match and that someone may read, made by the
 * database. An item of two incidents counts for each of them.
 */
export class IncidentStatistics {
  readonly #database: IncidentsDatabase;
  readonly #incidents: MatchingIncidents;
  readonly #shownItems: () => Knex.QueryBuilder;
  readonly #now: () => Date;

  constructor(options: {
    database: IncidentsDatabase;
    incidents: MatchingIncidents;
    /** Action items that count, as a query over `action_items`. */
    shownItems: () => Knex.QueryBuilder;
    now: () => Date;
  }) {
    this.#database = options.database;
    this.#incidents = options.incidents;
    this.#shownItems = options.shownItems;
    this.#now = options.now;
  }

  async read(options: {
    query: StatisticsQuery;
    scope: ReadScope;
  }): Promise<Statistics> {
    const { query, scope } = options;
    const now = this.#now();
    const matching = this.#incidents.query({ filters: query, scope });
    const { mondays, end } = weeksUntil(now, query.weeks);
    const [from] = mondays;
    const period = { from, end };
    const opened = await this.#countByWeek({
      items: this.#itemsOf(matching),
      instant: 'action_items.issue_created_at',
      period,
    });
    // By the status it has now: what was reopened is not closed.
    const completed = await this.#countByWeek({
      items: this.#itemsOf(matching).where('action_items.status', 'done'),
      instant: 'action_items.completed_at',
      period,
    });
    const canceled = await this.#countByWeek({
      items: this.#itemsOf(matching).where('action_items.status', 'canceled'),
      instant: 'action_items.canceled_at',
      period,
    });
    return {
      incidents: await this.#countIncidents(matching, now),
      ...(await this.#countOpenItems(matching, now)),
      weeks: mondays.map((monday, index) => ({
        from: monday.toISOString().slice(0, 10),
        opened: opened.get(index) ?? 0,
        closed: (completed.get(index) ?? 0) + (canceled.get(index) ?? 0),
      })),
      completionTimes: await this.#completionTimes(matching, period),
    };
  }

  async #countIncidents(
    matching: Knex.QueryBuilder,
    now: Date,
  ): Promise<Statistics['incidents']> {
    const { knex } = this.#database;
    const [{ total }] = await matching.clone().count({ total: '*' });
    const startedAt = await medians(
      knex,
      matching
        .clone()
        .select({
          name: knex.raw("'open'"),
          value: knex.raw(epochSeconds(this.#database, 'incidents.started_at')),
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

  async #countOpenItems(
    matching: Knex.QueryBuilder,
    now: Date,
  ): Promise<Pick<Statistics, 'actionItems' | 'openItemAges'>> {
    const { knex } = this.#database;
    const buckets = itemAgeBuckets(now);
    const count = (condition: string, bindings: Date[]) =>
      knex.raw(`sum(case when ${condition} then 1 else 0 end)`, bindings);
    const [row]: Record<string, number | string | null>[] = await this.#itemsOf(
      matching,
    )
      .whereIn('action_items.status', OPEN_ITEM)
      .count({ open: '*' })
      .select({
        overdue: count('action_items.due_at <= ?', [now]),
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

  /** How many items have the instant in each week, by index of the week. */
  async #countByWeek(options: {
    items: Knex.QueryBuilder;
    /** Column of `action_items`. */
    instant: string;
    period: { from: Date; end: Date };
  }): Promise<ReadonlyMap<number, number>> {
    const { items, instant, period } = options;
    const week = `floor((${epochSeconds(this.#database, instant)} - ${
      period.from.getTime() / 1000
    }) / ${WEEK_SECONDS})`;
    const rows: { week: number | string; count: number | string }[] =
      await items
        .where(instant, '>=', period.from)
        .where(instant, '<', period.end)
        .select({ week: this.#database.knex.raw(week) })
        .count({ count: '*' })
        .groupByRaw(week);
    return new Map(
      rows.map(({ week: index, count }) => [Number(index), Number(count)]),
    );
  }

  async #completionTimes(
    matching: Knex.QueryBuilder,
    period: { from: Date; end: Date },
  ): Promise<Statistics['completionTimes']> {
    const { knex } = this.#database;
    const bySeverity = await medians(
      knex,
      this.#itemsOf(matching, 'incidents.severity')
        .where('action_items.status', 'done')
        .where('action_items.completed_at', '>=', period.from)
        .where('action_items.completed_at', '<', period.end)
        .select({
          name: 'matching.severity',
          value: knex.raw(
            `${epochSeconds(
              this.#database,
              'action_items.completed_at',
            )} - ${epochSeconds(
              this.#database,
              'action_items.issue_created_at',
            )}`,
          ),
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

  /** The shown items of incidents, which the query knows as `matching`. */
  #itemsOf(
    matching: Knex.QueryBuilder,
    ...columns: string[]
  ): Knex.QueryBuilder {
    return this.#shownItems()
      .withMaterialized(
        'matching',
        matching.clone().select('incidents.number', ...columns),
      )
      .innerJoin('matching', 'matching.number', 'action_items.incident_number');
  }
}
