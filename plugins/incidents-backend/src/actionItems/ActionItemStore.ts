import {
  ActionItemSource,
  actionItemSourceSchema,
  actionItemStatusSchema,
  Progress,
  RelatedIncident,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import {
  ActionItemListRow,
  ActionItemRow,
  IncidentRow,
} from '../database/tables';
import { toIncidentSummary } from '../incidents/IncidentRecord';
import { IS_OVERDUE } from '../incidents/matchingIncidents';
import {
  hiddenIssues,
  isHiddenIssue,
  onlyReadable,
  ReadScope,
} from '../incidents/privacy';
import { ActionItemDiff } from './diffActionItems';
import { progress } from './progress';
import {
  StoredActionItem,
  toActionItemColumns,
  toStoredActionItem,
} from './StoredActionItem';

/** Action items in the database. */
export type ActionItemStore = ReturnType<typeof createActionItemStore>;

/**
 * @param deps.sources - which issues are shown; sub-issues are stored in any
 * case, for the state rule
 * @param deps.prefix - what refs of incidents begin with
 */
export function createActionItemStore(deps: {
  database: IncidentsDatabase;
  sources: readonly ActionItemSource[];
  prefix: string;
}) {
  const { database, sources, prefix } = deps;

  /** The items of all incidents. An issue that is an incident's parent is never one. */
  function items(knex: Knex): Knex.QueryBuilder {
    return knex('action_items').whereNotExists(
      knex('parent_issues')
        .select(knex.raw('1'))
        .whereRaw('parent_issues.issue_id = action_items.issue_id')
        .where('parent_issues.is_current', true),
    );
  }

  function formerItems(
    knex: Knex,
    incidentNumber: number,
    issueIds: readonly string[],
  ) {
    return knex('former_issues')
      .where({ incident_number: incidentNumber, was: 'item' })
      .whereIn('issue_id', issueIds);
  }

  /**
   * The shown items of all incidents, as a query over `action_items`.
   *
   * @param options.scope - of whom: items that do not exist for them are left
   * out; absent: for our own decisions
   */
  function shown(options: { scope?: ReadScope; knex?: Knex }) {
    const { scope, knex = database.knex } = options;
    const found = items(knex).whereIn('action_items.source', sources);
    return scope
      ? found.whereNotIn('action_items.issue_id', hiddenIssues(knex, scope))
      : found;
  }

  async function findShown(
    where: Partial<ActionItemRow>,
    scope: ReadScope,
  ): Promise<StoredActionItem | undefined> {
    const row: ActionItemRow | undefined = await shown({ scope })
      .select('action_items.*')
      .where(where)
      .first();
    return row && toStoredActionItem(row);
  }

  return {
    shown,

    /** The shown items of an incident, in no particular order. */
    async list(
      incidentNumber: number,
      options: { scope?: ReadScope; knex?: Knex },
    ): Promise<StoredActionItem[]> {
      const rows: ActionItemRow[] = await shown(options)
        .select('action_items.*')
        .where('incident_number', incidentNumber);
      return rows.map(toStoredActionItem);
    },

    /** What the state rule looks at: the shown items, and every sub-issue, shown or not. */
    async listForStateRule(
      incidentNumber: number,
    ): Promise<Pick<StoredActionItem, 'status' | 'source'>[]> {
      const rows: ActionItemRow[] = await items(database.knex)
        .select('action_items.*')
        .where('incident_number', incidentNumber)
        .whereIn('source', [...sources, 'child']);
      return rows.map(toStoredActionItem);
    },

    /** By identifier; `undefined` when the incident shows them no such item. */
    find: (incidentNumber: number, identifier: string, scope: ReadScope) =>
      findShown({ incident_number: incidentNumber, identifier }, scope),

    /** The same item by the UUID of its issue. */
    findByIssue: (incidentNumber: number, issueId: string, scope: ReadScope) =>
      findShown({ incident_number: incidentNumber, issue_id: issueId }, scope),

    /** Whether an issue, as just read from Linear, does not exist for them. */
    isHidden: (issue: { id: string; parentId?: string }, scope: ReadScope) =>
      isHiddenIssue(
        database.knex,
        scope,
        issue.parentId ? [issue.id, issue.parentId] : [issue.id],
      ),

    /** Incidents that show the issue, or would if it were no incident's parent. */
    async incidentsListingIssue(tx: Knex, issueId: string): Promise<number[]> {
      return tx('action_items')
        .where({ issue_id: issueId })
        .whereIn('source', sources)
        .orderBy('incident_number')
        .pluck('incident_number');
    },

    /** Incidents whose current parent is one of the shown issues, as far as the scope goes, by number. */
    async listRelatedIncidents(
      incidentNumber: number,
      scope: ReadScope,
    ): Promise<RelatedIncident[]> {
      const query = database
        .knex('incidents')
        .join('parent_issues', on =>
          on
            .on('parent_issues.incident_number', 'incidents.number')
            .andOnVal('parent_issues.is_current', true),
        )
        .join('action_items', 'action_items.issue_id', 'parent_issues.issue_id')
        .select('incidents.*', 'action_items.source')
        .where('action_items.incident_number', incidentNumber)
        .whereNot('incidents.number', incidentNumber)
        .whereIn('action_items.source', sources)
        .orderBy('incidents.number');
      const rows: (IncidentRow & Pick<ActionItemRow, 'source'>)[] =
        await onlyReadable(query, scope);
      return rows.map(row => ({
        ...toIncidentSummary(row, prefix),
        source: actionItemSourceSchema.parse(row.source),
      }));
    },

    /** Counts of many incidents in one query. */
    async progressOf(options: {
      numbers: readonly number[];
      scope: ReadScope;
      now: Date;
    }): Promise<(incidentNumber: number) => Progress> {
      const { numbers, scope, now } = options;
      const rows: {
        incident_number: number;
        status: string;
        count: number | string;
        overdue: number | string;
      }[] = await shown({ scope })
        .select('incident_number', 'status')
        .count({ count: '*' })
        .select({
          overdue: database.knex.raw(
            `sum(case when ${IS_OVERDUE} then 1 else 0 end)`,
            [now],
          ),
        })
        .whereIn('incident_number', numbers)
        .groupBy('incident_number', 'status');
      const none = () => progress({ items: [], now });
      const byIncident = new Map<number, Progress>();
      for (const row of rows) {
        const counts = byIncident.get(row.incident_number) ?? none();
        const count = Number(row.count);
        counts.total += count;
        counts.overdue += Number(row.overdue);
        counts[actionItemStatusSchema.parse(row.status)] += count;
        byIncident.set(row.incident_number, counts);
      }
      return number => byIncident.get(number) ?? none();
    },

    /** Everything stored of an incident, shown or not, as far as a diff needs it. */
    async listForDiff(
      tx: Knex,
      incidentNumber: number,
    ): Promise<StoredActionItem[]> {
      const rows: ActionItemRow[] = await tx('action_items').where({
        incident_number: incidentNumber,
      });
      return rows.map(toStoredActionItem);
    },

    /**
     * Locks the list. Every writer of an incident's items calls it first; the
     * first call creates the row.
     *
     * @returns the list's version
     */
    async lock(tx: Knex, incidentNumber: number): Promise<number> {
      await tx('action_item_lists')
        .insert({ incident_number: incidentNumber, version: 0 })
        .onConflict('incident_number')
        .ignore();
      const query = tx<ActionItemListRow>('action_item_lists').where({
        incident_number: incidentNumber,
      });
      const row = await (database.isPostgres
        ? query.forUpdate().first()
        : query.first());
      return row?.version ?? 0;
    },

    /** Those of the issues that were removed from the incident's items at that instant or later; without one: none. */
    async removedSince(
      tx: Knex,
      incidentNumber: number,
      { issueIds, since }: { issueIds: readonly string[]; since?: Date },
    ): Promise<Set<string>> {
      if (since === undefined || issueIds.length === 0) {
        return new Set();
      }
      const found = await formerItems(tx, incidentNumber, issueIds)
        .where('removed_at', '>=', since)
        .pluck('issue_id');
      return new Set(found);
    },

    /** Writes what differs, and nothing else. */
    async apply(
      tx: Knex,
      incidentNumber: number,
      { added, changed, removed }: ActionItemDiff,
      now: Date,
    ): Promise<void> {
      if (added.length + changed.length + removed.length === 0) {
        return;
      }
      // Marks reads that began earlier as outdated.
      await tx('action_item_lists')
        .insert({ incident_number: incidentNumber, version: 1 })
        .onConflict('incident_number')
        .merge({ version: tx.raw('action_item_lists.version + 1') });
      const ofIncident = () =>
        tx('action_items').where({ incident_number: incidentNumber });
      if (removed.length > 0) {
        const gone = () => ofIncident().whereIn('issue_id', removed);
        await formerItems(tx, incidentNumber, removed).delete();
        const removedAt = await database.now(tx);
        await tx.batchInsert(
          'former_issues',
          removed.map(issueId => ({
            incident_number: incidentNumber,
            issue_id: issueId,
            was: 'item',
            removed_at: removedAt,
          })),
          50,
        );
        await gone().delete();
      }
      for (const item of changed) {
        await ofIncident()
          .where({ issue_id: item.issueId })
          .update({ ...toActionItemColumns(item), changed_at: now });
      }
      if (added.length > 0) {
        await tx.batchInsert(
          'action_items',
          added.map(item => ({
            incident_number: incidentNumber,
            ...toActionItemColumns(item),
            first_seen_at: now,
            changed_at: now,
          })),
          50,
        );
      }
    },
  };
}
