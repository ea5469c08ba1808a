import {
  ActionItemSource,
  actionItemSourceSchema,
  incidentStatusSchema,
  Progress,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import {
  ActionItemListRow,
  ActionItemRow,
  IncidentRow,
} from '../database/tables';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { onlyVisible } from '../incidents/privacy';
import { ReadScope } from '../incidents/ReadScope';
import { toColumns, toStoredActionItem } from './actionItemRows';
import { ActionItemDiff } from './diffActionItems';
import { StoredActionItem } from './mapActionItem';
import { progress } from './progress';

/** An incident whose parent issue is around another one's. */
export type RelatedIncidentRecord = Pick<
  IncidentRecord,
  'number' | 'title' | 'severity' | 'status' | 'visibility'
> & { source: ActionItemSource };

/** Action items in the database. */
export class ActionItemStore {
  readonly #database: IncidentsDatabase;
  readonly #sources: readonly ActionItemSource[];

  constructor(options: {
    database: IncidentsDatabase;
    /** Which issues are shown; sub-issues are stored in any case, for the state rule. */
    sources: readonly ActionItemSource[];
  }) {
    this.#database = options.database;
    this.#sources = options.sources;
  }

  /** The shown items of an incident, in no particular order. */
  async list(
    incidentNumber: number,
    knex: Knex = this.#database.knex,
  ): Promise<StoredActionItem[]> {
    const rows: ActionItemRow[] = await this.shown(knex)
      .select('action_items.*')
      .where('action_items.incident_number', incidentNumber);
    return rows.map(toStoredActionItem);
  }

  /** What the state rule looks at: the shown items, and every sub-issue, shown or not. */
  async listForStateRule(
    incidentNumber: number,
  ): Promise<Pick<StoredActionItem, 'status' | 'source'>[]> {
    const rows: ActionItemRow[] = await items(this.#database.knex)
      .select('action_items.*')
      .where('action_items.incident_number', incidentNumber)
      .whereIn('action_items.source', [...this.#sources, 'child']);
    return rows.map(toStoredActionItem);
  }

  /** By identifier; `undefined` when the incident shows no such item. */
  async find(
    incidentNumber: number,
    identifier: string,
  ): Promise<StoredActionItem | undefined> {
    const row: ActionItemRow | undefined = await this.shown()
      .select('action_items.*')
      .where('action_items.incident_number', incidentNumber)
      .where('action_items.identifier', identifier)
      .first();
    return row && toStoredActionItem(row);
  }

  /** The same item by the UUID of its issue. */
  async findByIssue(
    incidentNumber: number,
    issueId: string,
  ): Promise<StoredActionItem | undefined> {
    const row: ActionItemRow | undefined = await this.shown()
      .select('action_items.*')
      .where('action_items.incident_number', incidentNumber)
      .where('action_items.issue_id', issueId)
      .first();
    return row && toStoredActionItem(row);
  }

  /** Every incident that has the issue among its items. */
  async listByIssue(
    tx: Knex,
    issueId: string,
  ): Promise<{ incidentNumber: number; item: StoredActionItem }[]> {
    const rows: ActionItemRow[] = await tx('action_items').where({
      issue_id: issueId,
    });
    return rows.map(row => ({
      incidentNumber: row.incident_number,
      item: toStoredActionItem(row),
    }));
  }

  /** Incidents that show the issue, or would if it were no incident's parent. */
  async incidentsAround(tx: Knex, issueId: string): Promise<number[]> {
    const rows: Pick<ActionItemRow, 'incident_number'>[] = await tx(
      'action_items',
    )
      .select('incident_number')
      .where({ issue_id: issueId })
      .whereIn('source', this.#sources)
      .orderBy('incident_number');
    return rows.map(row => row.incident_number);
  }

  /** Incidents whose current parent is one of the shown issues, as far as the scope goes, by number. */
  async listRelatedIncidents(
    incidentNumber: number,
    scope: ReadScope,
  ): Promise<RelatedIncidentRecord[]> {
    const query = this.#database
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
      .whereIn('action_items.source', this.#sources)
      .orderBy('incidents.number');
    onlyVisible(query, scope.requester);
    scope.narrow(query);
    const rows: (IncidentRow & Pick<ActionItemRow, 'source'>)[] = await query;
    return rows.map(row => ({
      number: row.number,
      title: row.title,
      severity: severitySchema.parse(row.severity),
      status: incidentStatusSchema.parse(row.status),
      visibility: visibilitySchema.parse(row.visibility),
      source: actionItemSourceSchema.parse(row.source),
    }));
  }

  /** Counts of many incidents in one query. */
  async progressOf(
    incidentNumbers: readonly number[],
    now: Date,
  ): Promise<(incidentNumber: number) => Progress> {
    const { knex } = this.#database;
    const rows: {
      incident_number: number;
      status: ActionItemRow['status'];
      count: number | string;
      overdue: number | string;
    }[] =
      incidentNumbers.length === 0
        ? []
        : await this.shown(knex)
            .select('action_items.incident_number', 'action_items.status')
            .count({ count: '*' })
            .select({
              overdue: knex.raw(
                "sum(case when action_items.status in ('todo', 'inProgress') and action_items.due_at <= ? then 1 else 0 end)",
                [now],
              ),
            })
            .whereIn('action_items.incident_number', incidentNumbers)
            .groupBy('action_items.incident_number', 'action_items.status');
    const byIncident = new Map<number, Progress>();
    for (const row of rows) {
      const counts =
        byIncident.get(row.incident_number) ?? progress({ items: [], now });
      const count = Number(row.count);
      counts.total += count;
      counts.overdue += Number(row.overdue);
      switch (row.status) {
        case 'todo':
        case 'inProgress':
        case 'done':
        case 'canceled':
          counts[row.status] += count;
          break;
        default:
          throw new Error(`Unknown status ${row.status} of an action item`);
      }
      byIncident.set(row.incident_number, counts);
    }
    return number => byIncident.get(number) ?? progress({ items: [], now });
  }

  /** Everything stored of an incident, shown or not, as far as a diff needs it. */
  async listForDiff(
    tx: Knex,
    incidentNumber: number,
  ): Promise<StoredActionItem[]> {
    const rows: ActionItemRow[] = await tx('action_items').where({
      incident_number: incidentNumber,
    });
    return rows.map(toStoredActionItem);
  }

  /**
   * Whoever writes an incident's items, or takes them away, queues here before
   * anything else; the row comes into being with the first.
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
    const row = await (this.#database.isPostgres
      ? query.forUpdate().first()
      : query.first());
    return row?.version ?? 0;
  }

  /** Writes what differs, and nothing else. */
  async apply(
    tx: Knex,
    incidentNumber: number,
    diff: ActionItemDiff,
    now: Date,
  ): Promise<void> {
    if (diff.added.length + diff.changed.length + diff.removed.length === 0) {
      return;
    }
    // Tells reads that began earlier that they are outdated.
    await tx('action_item_lists')
      .insert({ incident_number: incidentNumber, version: 1 })
      .onConflict('incident_number')
      .merge({ version: tx.raw('action_item_lists.version + 1') });
    if (diff.removed.length > 0) {
      await tx('action_items')
        .where({ incident_number: incidentNumber })
        .whereIn('issue_id', diff.removed)
        .delete();
    }
    for (const item of diff.changed) {
      await tx('action_items')
        .where({ incident_number: incidentNumber, issue_id: item.issueId })
        .update({ ...toColumns(item), changed_at: now });
    }
    if (diff.added.length > 0) {
      await tx.batchInsert(
        'action_items',
        diff.added.map(item => ({
          incident_number: incidentNumber,
          ...toColumns(item),
          first_seen_at: now,
          changed_at: now,
        })),
        50,
      );
    }
  }

  /** The shown items of all incidents, as a query over `action_items`. */
  shown(knex: Knex = this.#database.knex): Knex.QueryBuilder {
    return items(knex).whereIn('action_items.source', this.#sources);
  }
}

/** An issue that is an incident's parent is never an action item. */
function items(knex: Knex): Knex.QueryBuilder {
  return knex('action_items').whereNotExists(
    knex('parent_issues')
      .select(knex.raw('1'))
      .whereRaw('parent_issues.issue_id = action_items.issue_id')
      .where('parent_issues.is_current', true),
  );
}
