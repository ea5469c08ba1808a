import { LinearCall, LinearGateway } from '../linear';

/**
 * Those of the teams that Linear does not show. Items that are gone and items
 * of a team that Backstage lost access to look the same in every list. By UUID:
 * a team whose key was changed is not lost.
 */
export async function lostTeams(
  linear: LinearGateway,
  teams: readonly { id: string; key: string }[],
  call: LinearCall,
): Promise<{ id: string; key: string }[]> {
  const unique = new Map(teams.map(team => [team.id, team]));
  const visible = await linear.visibleTeams([...unique.keys()], call);
  return [...unique.values()].filter(({ id }) => !visible.has(id));
}
