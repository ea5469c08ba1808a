import { LinearRejectedError } from '../LinearError';
import type { LinearCall, TransitionTarget } from '../LinearGateway';
import type { LinearState } from '../LinearIssue';
import * as documents from '../documents';
import type { LinearClock } from '../ports';
import type { LinearRequester } from '../transport/LinearRequester';
import { readPages } from './readPages';
import type { TeamMemory } from './TeamMemory';

type Entry = { states: LinearState[]; readAt: number };

/** The workflow states of each team, believed for a while and forgotten when Linear contradicts them. */
export class WorkflowStates {
  readonly #requester: LinearRequester;
  readonly #teams: TeamMemory;
  readonly #clock: LinearClock;
  readonly #ttlMs: number;
  readonly #byTeam = new Map<string, Entry>();

  constructor(options: {
    requester: LinearRequester;
    teams: TeamMemory;
    clock: LinearClock;
    ttlMs: number;
  }) {
    this.#requester = options.requester;
    this.#teams = options.teams;
    this.#clock = options.clock;
    this.#ttlMs = options.ttlMs;
  }

  async of(teamId: string, call: LinearCall): Promise<LinearState[]> {
    const cached = this.#byTeam.get(teamId);
    return cached && this.#clock.now() - cached.readAt < this.#ttlMs
      ? cached.states
      : this.fresh(teamId, call);
  }

  async fresh(teamId: string, call: LinearCall): Promise<LinearState[]> {
    const read = async (after?: string) => {
      const { teams } = await this.#requester.run(
        documents.teamStates,
        { id: teamId, after },
        call,
      );
      const [team] = teams.nodes;
      if (!team) {
        this.#byTeam.delete(teamId);
        throw new LinearRejectedError(
          'The team does not exist in Linear, or is out of our sight',
          { operation: 'TeamStates', reason: 'notFound' },
        );
      }
      return team;
    };
    const first = await read();
    const more = await readPages(
      'TeamStates',
      first.states.next,
      async after => (await read(after)).states,
    );
    const states = [...first.states.nodes, ...more.nodes].sort(
      (a, b) => a.type.localeCompare(b.type) || a.position - b.position,
    );
    this.#byTeam.set(teamId, { states, readAt: this.#clock.now() });
    await this.#teams.remember([{ ...first, states }]);
    return states;
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

  /** From the cache, and if that does not know the state, read afresh once. */
  async resolve(
    teamId: string,
    target: TransitionTarget,
    call: LinearCall,
  ): Promise<
    | { outcome: 'found'; state: LinearState }
    | { outcome: 'unknown'; states: LinearState[] }
  > {
    const wasCached = this.#byTeam.has(teamId);
    let states = await this.of(teamId, call);
    let state = resolveState(states, target);
    if (!state && wasCached) {
      states = await this.fresh(teamId, call);
      state = resolveState(states, target);
    }
    return state ? { outcome: 'found', state } : { outcome: 'unknown', states };
  }
}

/** By name, blanks around and letter case ignored; by type, the named one of that type or the lowest position. */
export function resolveState(
  states: LinearState[],
  target: TransitionTarget,
): LinearState | undefined {
  const byPosition = [...states].sort((a, b) => a.position - b.position);
  const { name } = target;
  if (!('type' in target)) {
    return byPosition.find(state => hasName(state, target.name));
  }
  const ofType = byPosition.filter(state => state.type === target.type);
  const named =
    name === undefined ? undefined : ofType.find(state => hasName(state, name));
  return named ?? ofType[0];
}

export function hasName(state: LinearState, name: string): boolean {
  return normalize(state.name) === normalize(name);
}

function normalize(name: string): string {
  return name.trim().toLowerCase();
}
