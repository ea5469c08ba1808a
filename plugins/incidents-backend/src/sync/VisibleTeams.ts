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

  /** Keys of those teams that Linear does not show; one request per team. */
  async lostAmong(
    teams: readonly { id: string; key: string }[],
    call: LinearCall,
  ): Promise<{ id: string; key: string }[]> {
    const lost: { id: string; key: string }[] = [];
    const unique = new Map(teams.map(team => [team.id, team]));
    for (const team of unique.values()) {
      const found = await this.#linear.teamByKey(team.key, call);
      if (found.outcome === 'absent' || found.value.id !== team.id) {
        lost.push(team);
      }
    }
    return lost;
  }
}
