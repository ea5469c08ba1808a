import { ListIncidents } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { onlyVisible } from './privacy';
import { ReadScope } from './ReadScope';

/** What narrows a set of incidents; an absent filter does not. */
export type IncidentFilters = Omit<
  ListIncidents,
  'orderBy' | 'limit' | 'cursor'
>;

/** The one way to the incidents that match filters and that someone may read. */
export class MatchingIncidents {
  readonly #knex: Knex;
  readonly #shownItems: () => Knex.QueryBuilder;
  readonly #prefix: string;
  readonly #now: () => Date;

  constructor(options: {
    knex: Knex;
    /** Action items that count, as a query over `action_items`. */
    shownItems: () => Knex.QueryBuilder;
    prefix: string;
    now: () => Date;
  }) {
    this.#knex = options.knex;
    this.#shownItems = options.shownItems;
    this.#prefix = options.prefix;
    this.#now = options.now;
  }

  /** A query over `incidents`, to be counted, joined or paged through. */
  query(options: {
    filters: IncidentFilters;
    scope: ReadScope;
    /** With those that the requester may not read in full. */
    withRedacted?: boolean;
  }): Knex.QueryBuilder {
    const { filters, scope, withRedacted = false } = options;
    const matching = this.#knex('incidents');
    if (!withRedacted) {
      onlyVisible(matching, scope.requester);
    }
    scope.narrow(matching);
    for (const column of [
      'status',
      'severity',
      'visibility',
      'lead',
    ] as const) {
      const values = filters[column];
      if (values) matching.whereIn(`incidents.${column}`, values);
    }
    const listFilters = [
      ['incident_affected_entities', 'entity_ref', filters.affects],
      ['incident_labels', 'label', filters.label],
    ] as const;
    for (const [table, column, values] of listFilters) {
      if (values) {
        matching.whereIn(
          'incidents.number',
          this.#knex(table).select('incident_number').whereIn(column, values),
        );
      }
    }
    if (filters.team) {
      matching.whereIn(
        'incidents.number',
        this.#knex('parent_issues')
          .select('incident_number')
          .where('is_current', true)
          .whereIn('team_key', filters.team),
      );
    }
    this.#addText(matching, filters.q?.trim() ?? '');
    this.#addItems(matching, filters);
    return matching;
  }

  #addText(matching: Knex.QueryBuilder, words: string): void {
    if (words === '') {
      return;
    }
    const pattern = `%${escapeLike(words.toLocaleLowerCase('en-US'))}%`;
    matching.where(text =>
      text
        .whereRaw(`lower(incidents.title) like ? escape '\\'`, [pattern])
        .orWhereRaw(
          `lower(coalesce(incidents.summary, '')) like ? escape '\\'`,
          [pattern],
        )
        .orWhereRaw(`lower(? || '-' || incidents.number) like ? escape '\\'`, [
          this.#prefix,
          pattern,
        ]),
    );
  }

  #addItems(matching: Knex.QueryBuilder, filters: IncidentFilters): void {
    const open = () =>
      this.#shownItems()
        .select('action_items.incident_number')
        .whereIn('action_items.status', ['todo', 'inProgress']);
    const itemFilters = [
      [filters.hasOpenActionItems, open],
      [
        filters.overdue,
        () => open().where('action_items.due_at', '<=', this.#now()),
      ],
    ] as const;
    for (const [wanted, items] of itemFilters) {
      if (wanted === true) matching.whereIn('incidents.number', items());
      if (wanted === false) matching.whereNotIn('incidents.number', items());
    }
  }
}

function escapeLike(value: string): string {
  return value.replace(/[\\%_]/g, character => `\\${character}`);
}
