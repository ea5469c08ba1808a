import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { LinearIssue } from '../linear';

/**
 * Keeps the incidents' counter at the highest number seen in a team, so that
 * the next incident gets a number that Linear has not given out yet.
 */
export async function recordSeenIdentifiers(
  database: IncidentsDatabase,
  teamKey: string,
  issues: readonly Pick<LinearIssue, 'identifier'>[],
): Promise<void> {
  const highest = Math.max(
    0,
    ...issues.map(issue => numberIn(teamKey, issue) ?? 0),
  );
  if (highest > 0) {
    await database
      .knex('counters')
      .where({ name: 'incident' })
      .where('value', '<', highest)
      .update({ value: highest });
  }
}

/** The issue's number in the team; `undefined` when it is in another team. */
export function numberIn(
  teamKey: string,
  issue: Pick<LinearIssue, 'identifier'>,
): number | undefined {
  const [key, digits] = issue.identifier.split('-');
  return key === teamKey ? Number(digits) : undefined;
}
