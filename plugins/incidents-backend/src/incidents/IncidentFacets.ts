import { Facets } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { MatchingIncidents } from './MatchingIncidents';
import { ReadScope } from './ReadScope';

const MAX_VALUES = 200;

/** What one can filter incidents by, with how many of those someone may read have it. */
export class IncidentFacets {
  readonly #knex: Knex;
  readonly #incidents: MatchingIncidents;

  constructor(options: { knex: Knex; incidents: MatchingIncidents }) {
    this.#knex = options.knex;
    this.#incidents = options.incidents;
  }

  async read(scope: ReadScope): Promise<Facets> {
    const matching = this.#incidents.query({ filters: {}, scope });
    const labels = await mostFrequent(
      this.#knex('incident_labels').whereIn(
        'incident_number',
        matching.clone().select('incidents.number'),
      ),
      'label',
    );
    const teams = await mostFrequent(
      this.#knex('parent_issues')
        .where('is_current', true)
        .whereNotNull('team_key')
        .whereIn('incident_number', matching.select('incidents.number')),
      'team_key',
    );
    return {
      labels: labels.map(({ value, count }) => ({ label: value, count })),
      teams: teams.map(({ value, count }) => ({ team: value, count })),
    };
  }
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
    .limit(MAX_VALUES);
  return rows.map(({ value, count }) => ({ value, count: Number(count) }));
}
