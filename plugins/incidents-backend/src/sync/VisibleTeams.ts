import { LinearCall, LinearGateway } from '../linear';

/**
 * Tells items that are gone from items of a team that we lost sight of: both
 * look the same in every list.
 */
export class VisibleTeams {
  readonly #linear: LinearGateway;

  constructor(linear: LinearGateway) {
    this.#linear = linear;
  }

  /** Those of the teams that Linear does not show. By UUID: a team whose key was changed is not lost. */
  async lostAmong(
    teams: readonly { id: string; key: string }[],
    call: LinearCall,
  ): Promise<{ id: string; key: string }[]> {
    const unique = new Map(teams.map(team => [team.id, team]));
    const visible = await this.#linear.visibleTeams([...unique.keys()], call);
    return [...unique.values()].filter(({ id }) => !visible.has(id));
  }
}
