import { ListIncidents } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { readCursor, writeCursor } from '../database/keysetCursor';
import { InstantColumn } from '../database/tables';
import { revealsOnlyExistence } from './revealsOnlyExistence';
import { parseOrder } from './incidentOrder';
import { MatchingIncidents } from './MatchingIncidents';
import { ReadScope } from './ReadScope';

/** A page of numbers of incidents that match and that the requester may see. */
export interface IncidentNumbersPage {
  numbers: number[];
  nextCursor: string | undefined;
  totalItems: number;
}

/**
 * Finds incidents by keyset paging, which neither skips nor repeats rows while
 * incidents are declared between two pages.
 */
export async function listIncidents(options: {
  knex: Knex;
  incidents: MatchingIncidents;
  query: ListIncidents;
  scope: ReadScope;
}): Promise<IncidentNumbersPage> {
  const { knex, incidents, query, scope } = options;
  const order = parseOrder(query.orderBy);
  const matching = incidents.query({
    filters: query,
    scope,
    withRedacted:
      scope.requester.kind === 'service' && revealsOnlyExistence(query),
  });

  const [{ count }] = await matching.clone().count({ count: '*' });
  const direction = order.descending ? 'desc' : 'asc';
  const page = matching
    .clone()
    .select('incidents.number', { sort_value: knex.raw(order.sql) })
    .orderByRaw(`${order.sql} ${direction}, incidents.number ${direction}`)
    .limit(query.limit + 1);
  if (query.cursor !== undefined) {
    const [, value, number] = readCursor(order.cursorSchema, query.cursor);
    const bound = order.toBinding(value);
    const beyond = order.descending ? '<' : '>';
    page.whereRaw(
      `(${order.sql} ${beyond} ? or (${order.sql} = ? and incidents.number ${beyond} ?))`,
      [bound, bound, number],
    );
  }
  const rows: { number: number; sort_value: InstantColumn }[] = await page;
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    numbers: shown.map(row => row.number),
    nextCursor:
      last && rows.length > query.limit
        ? writeCursor([
            query.orderBy,
            order.toCursor(last.sort_value),
            last.number,
          ])
        : undefined,
    totalItems: Number(count),
  };
}
