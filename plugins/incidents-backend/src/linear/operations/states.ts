import type { LoggerService } from '@backstage/backend-plugin-api';
import { linearError } from '../LinearError';
import type { LinearCall } from '../LinearGateway';
import type { LinearState } from '../LinearIssue';
import * as documents from '../documents';
import type { LinearClock, LinearTeamReading, LinearTeamStore } from '../ports';
import { type Run, isSameName, readOn } from './basics';

/** Stores teams that were read whole; a store that fails does not fail the call. */
export type RememberTeams = (
  teams: readonly LinearTeamReading[],
) => Promise<void>;

export function rememberTeams(
  store: LinearTeamStore,
  logger: LoggerService,
): RememberTeams {
  return async teams => {
    try {
      await store.write(teams);
    } catch {
      logger.warn(
        "Linear's teams could not be stored; they will be read again",
      );
    }
  };
}

type StatesOptions = {
  run: Run;
  remember: RememberTeams;
  clock: LinearClock;
  ttlMs: number;
};

/** The workflow states of each team, cached for a while and dropped when Linear contradicts them. */
export class WorkflowStates {
  readonly #options: StatesOptions;
  readonly #byTeam = new Map<
    string,
    { states: LinearState[]; readAt: number }
  >();

  constructor(options: StatesOptions) {
    this.#options = options;
  }

  /** By type and position. @throws LinearRejectedError (notFound) for an unknown team */
  async of(teamId: string, call: LinearCall): Promise<LinearState[]> {
    const { clock, ttlMs } = this.#options;
    const cached = this.#byTeam.get(teamId);
    return cached && clock.now() - cached.readAt < ttlMs
      ? cached.states
      : this.#read(teamId, call);
  }

  /** The state of this name, read afresh once if the cache does not know it; else all states there are. */
  async byName(
    teamId: string,
    name: string,
    call: LinearCall,
  ): Promise<{ state?: LinearState; states: LinearState[] }> {
    const wasCached = this.#byTeam.has(teamId);
    const find = (states: LinearState[]) => ({
      state: states.find(state => isSameName(state.name, name)),
      states,
    });
    const found = find(await this.of(teamId, call));
    return found.state || !wasCached
      ? found
      : find(await this.#read(teamId, call));
  }

  /** The team that was thought to have this state has not. */
  forgetState(stateId: string): void {
    for (const [teamId, { states }] of this.#byTeam) {
      if (states.some(state => state.id === stateId)) {
        this.#byTeam.delete(teamId);
      }
    }
  }

  forgetTeam(teamId: string): void {
    this.#byTeam.delete(teamId);
  }

  async #read(teamId: string, call: LinearCall): Promise<LinearState[]> {
    const { run, remember, clock } = this.#options;
    const read = async (after?: string) => {
      const [team] = await run(
        documents.teamStates,
        { id: teamId, after },
        call,
      );
      if (!team) {
        this.#byTeam.delete(teamId);
        throw linearError({
          kind: 'rejected',
          operation: 'TeamStates',
          reason: 'notFound',
        });
      }
      return team;
    };
    const team = await read();
    const { nodes } = await readOn(
      'TeamStates',
      team.states,
      async after => (await read(after)).states,
    );
    const states = nodes.sort(
      (a, b) => a.type.localeCompare(b.type) || a.position - b.position,
    );
    this.#byTeam.set(teamId, { states, readAt: clock.now() });
    await remember([{ ...team, states }]);
    return states;
  }
}

/** The state of a type that comes first in its team. */
export function lowestState(
  states: readonly LinearState[],
  type: string,
): LinearState | undefined {
  return states
    .filter(state => state.type === type)
    .reduce<LinearState | undefined>(
      (lowest, state) =>
        lowest && lowest.position <= state.position ? lowest : state,
      undefined,
    );
}
