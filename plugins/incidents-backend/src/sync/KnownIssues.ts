import { actionItemSourceSchema } from '@backstage-incidents/incidents-common';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import { toDate } from '../database/columns';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ActionItemRow, ParentIssueRow } from '../database/tables';
import { chunk } from '../linear';

/** Well below the number of variables any database takes in a statement. */
const CHUNK = 500;

/** An item as far as matching needs it. */
export interface KnownItem
  extends Pick<
    StoredActionItem,
    'issueId' | 'source' | 'contentHash' | 'updatedAt'
  > {
  incidentNumber: number;
}

/** The current parent issue of an incident. */
export interface KnownParent {
  incidentNumber: number;
  issueId: string;
}

/** Matches what Linear shows against what is stored, with look-ups as large as what was read, not as what is stored. */
export type KnownIssues = ReturnType<typeof createKnownIssues>;

export function createKnownIssues({ knex }: IncidentsDatabase) {
  /** Those that Linear has, or had. */
  const currentParents = () =>
    knex<ParentIssueRow>('parent_issues')
      .select({ issueId: 'issue_id', incidentNumber: 'incident_number' })
      .where('is_current', true)
      .whereIn('status', ['linked', 'missing']);

  async function parentsBy<Column extends 'issue_id' | 'incident_number'>(
    column: Column,
    values: readonly ParentIssueRow[Column][],
  ): Promise<KnownParent[]> {
    const found: KnownParent[] = [];
    for (const some of chunk(values, CHUNK)) {
      found.push(...(await currentParents().whereIn(column, some)));
    }
    return found;
  }

  async function itemsBy<Column extends 'issue_id' | 'incident_number'>(
    column: Column,
    values: readonly ActionItemRow[Column][],
  ): Promise<KnownItem[]> {
    const found: KnownItem[] = [];
    for (const some of chunk(values, CHUNK)) {
      const rows: ActionItemRow[] = await knex('action_items')
        .select(
          'incident_number',
          'issue_id',
          'source',
          'content_hash',
          'issue_updated_at',
        )
        .whereIn(column, some);
      found.push(
        ...rows.map(row => ({
          incidentNumber: row.incident_number,
          issueId: row.issue_id,
          source: actionItemSourceSchema.parse(row.source),
          contentHash: row.content_hash,
          updatedAt: toDate(row.issue_updated_at).toISOString(),
        })),
      );
    }
    return found;
  }

  return {
    /** Incident numbers of those of the issues that are current parents. */
    async parentsAmong(
      issueIds: readonly string[],
    ): Promise<Map<string, number>> {
      const found = await parentsBy('issue_id', issueIds);
      return new Map(found.map(of => [of.issueId, of.incidentNumber]));
    },

    /** The current parents of the incidents. */
    parentsOf: (incidentNumbers: readonly number[]) =>
      parentsBy('incident_number', incidentNumbers),

    /** Current parents of the first incidents after that number, in their order. */
    parentsAfter: async (
      incidentNumber: number,
      limit: number,
    ): Promise<KnownParent[]> =>
      currentParents()
        .where('incident_number', '>', incidentNumber)
        .orderBy('incident_number')
        .limit(limit),

    /** Where the issues are stored as items. */
    itemsAmong: (issueIds: readonly string[]) => itemsBy('issue_id', issueIds),

    /** All items of the incidents. */
    itemsOf: (incidentNumbers: readonly number[]) =>
      itemsBy('incident_number', incidentNumbers),

    /** How many items there are, of all incidents. */
    async countItems(): Promise<number> {
      const [row] = await knex('action_items').count({ count: '*' });
      return Number(row.count);
    },
  };
}
