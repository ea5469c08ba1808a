import {
  ActionItemSource,
  actionItemSourceSchema,
} from '@backstage-incidents/incidents-common';
import { toDate } from '../database/instants';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ActionItemRow, ParentIssueRow } from '../database/tables';

/** Well below the number of variables any database takes in a statement. */
const CHUNK = 500;

/** An item as far as matching needs it. */
export interface KnownItem {
  incidentNumber: number;
  issueId: string;
  source: ActionItemSource;
  contentHash: string;
  /** ISO 8601, by Linear's clock. */
  updatedAt: string;
}

const ITEM_COLUMNS = [
  'incident_number',
  'issue_id',
  'source',
  'content_hash',
  'issue_updated_at',
] as const;

/** Matches what Linear shows against what is stored, with look-ups as large as what was read, not as what is stored. */
export class KnownIssues {
  readonly #database: IncidentsDatabase;

  constructor(database: IncidentsDatabase) {
    this.#database = database;
  }

  /** Incident numbers of those of the issues that are current parents. */
  async parentsAmong(
    issueIds: readonly string[],
  ): Promise<Map<string, number>> {
    const rows = await this.#chunked(issueIds, ids =>
      this.#parents().whereIn('issue_id', ids),
    );
    return new Map(rows.map(row => [row.issue_id, row.incident_number]));
  }

  /** The current parents of the incidents. */
  async parentsOf(
    incidentNumbers: readonly number[],
  ): Promise<Map<number, string>> {
    const rows = await this.#chunked(incidentNumbers, numbers =>
      this.#parents().whereIn('incident_number', numbers),
    );
    return new Map(rows.map(row => [row.incident_number, row.issue_id]));
  }

  /** Where the issues are stored as items. */
  async itemsAmong(issueIds: readonly string[]): Promise<KnownItem[]> {
    const rows = await this.#chunked(issueIds, ids =>
      this.#items().whereIn('issue_id', ids),
    );
    return rows.map(toKnownItem);
  }

  /** All items of the incidents. */
  async itemsOf(incidentNumbers: readonly number[]): Promise<KnownItem[]> {
    const rows = await this.#chunked(incidentNumbers, numbers =>
      this.#items().whereIn('incident_number', numbers),
    );
    return rows.map(toKnownItem);
  }

  /** How many items there are, of all incidents. */
  async countItems(): Promise<number> {
    const [row] = await this.#database
      .knex('action_items')
      .count({ count: '*' });
    return Number(row.count);
  }

  /** Current parents in the order of their incidents. */
  async parentsBetween(options: {
    after: number;
    through?: number;
    limit?: number;
    /** True: only those that Linear shows. */
    present?: boolean;
  }): Promise<{ incidentNumber: number; issueId: string }[]> {
    const query = this.#parents()
      .where('incident_number', '>', options.after)
      .orderBy('incident_number');
    if (options.through !== undefined) {
      query.where('incident_number', '<=', options.through);
    }
    if (options.limit !== undefined) {
      query.limit(options.limit);
    }
    if (options.present) {
      query.where('status', 'linked');
    }
    const rows = await query;
    return rows.map(row => ({
      incidentNumber: row.incident_number,
      issueId: row.issue_id,
    }));
  }

  /** Those that Linear has, or had. */
  #parents() {
    return this.#database
      .knex<ParentIssueRow>('parent_issues')
      .select('issue_id', 'incident_number')
      .where('is_current', true)
      .whereIn('status', ['linked', 'missing']);
  }

  #items() {
    return this.#database
      .knex<ActionItemRow>('action_items')
      .select(...ITEM_COLUMNS);
  }

  async #chunked<K, Row>(
    keys: readonly K[],
    query: (keys: K[]) => PromiseLike<Row[]>,
  ): Promise<Row[]> {
    const unique = [...new Set(keys)];
    const rows: Row[] = [];
    for (let start = 0; start < unique.length; start += CHUNK) {
      rows.push(...(await query(unique.slice(start, start + CHUNK))));
    }
    return rows;
  }
}

function toKnownItem(
  row: Pick<ActionItemRow, (typeof ITEM_COLUMNS)[number]>,
): KnownItem {
  return {
    incidentNumber: row.incident_number,
    issueId: row.issue_id,
    source: actionItemSourceSchema.parse(row.source),
    contentHash: row.content_hash,
    updatedAt: toDate(row.issue_updated_at).toISOString(),
  };
}
