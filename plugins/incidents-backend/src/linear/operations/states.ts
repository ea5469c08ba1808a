import type { LoggerService } from '@backstage/backend-plugin-api';
import { z } from 'zod';
import { linearError } from '../LinearError';
import type {
  LinearCall,
  LinearClock,
  LinearTeamReading,
  LinearTeamStore,
} from '../ports';
import {
  type LinearState,
  type LinearTeam,
  issueTeamSchema,
  linearStateSchema,
} from '../LinearIssue';
import { isSameName, readOn } from './basics';
import {
  type Run,
  connection,
  issueTeamFields,
  only,
  operation,
  pageInfo,
  stateFields,
} from './operation';

export const teamFields = `${issueTeamFields} defaultIssueState { id }`;

export const teamSchema = issueTeamSchema
  .extend({
    defaultIssueState: z.object({ id: z.string() }).optional(),
  })
  .transform(
    ({ defaultIssueState, ...team }): LinearTeam => ({
      ...team,
      defaultStateId: defaultIssueState?.id,
    }),
  );

/** A list filtered by id, so that an unknown team is an empty list and not an error. */
export const teamStates = operation<{ id: string; after?: string }>()(
  273,
  only(
    'teams',
    only(
      'nodes',
      z.array(
        z.object({ states: connection(linearStateSchema) }).and(teamSchema),
      ),
    ),
  ),
  `query TeamStates($id: ID!, $after: String) {
  teams(filter: { id: { eq: $id } }, first: 1) {
    nodes { ${teamFields} states(first: 100, after: $after) { ${pageInfo} nodes { ${stateFields} } } }
  }
}`,
);

/** The workflow states of each team, cached for a while and dropped when Linear contradicts them. */
export type WorkflowStates = ReturnType<typeof createWorkflowStates>;

export function createWorkflowStates(deps: {
  run: Run;
  teamStore: LinearTeamStore;
  clock: LinearClock;
  logger: LoggerService;
  statesTtlMs: number;
}) {
  const { run, clock, statesTtlMs } = deps;
  const cache = new Map<string, { states: LinearState[]; readAt: number }>();

  /** Stores teams that were read whole; a store that fails does not fail the call. */
  async function remember(teams: readonly LinearTeamReading[]): Promise<void> {
    try {
      await deps.teamStore.write(teams);
    } catch {
      deps.logger.warn(
        "Linear's teams could not be stored; they will be read again",
      );
    }
  }

  async function readStates(
    id: string,
    call: LinearCall,
  ): Promise<LinearState[]> {
    const readPage = async (after?: string) => {
      const [team] = await run(teamStates, { id, after }, call);
      if (!team) {
        cache.delete(id);
        throw linearError({
          kind: 'rejected',
          operation: 'TeamStates',
          reason: 'notFound',
        });
      }
      return team;
    };
    const team = await readPage();
    const { nodes } = await readOn(
      'TeamStates',
      team.states,
      async after => (await readPage(after)).states,
    );
    const states = nodes.sort(
      (a, b) => a.type.localeCompare(b.type) || a.position - b.position,
    );
    cache.set(id, { states, readAt: clock.now() });
    await remember([{ ...team, states }]);
    return states;
  }

  /** By type and position. An unknown team is a rejection (notFound). */
  async function statesOf(
    teamId: string,
    call: LinearCall,
  ): Promise<LinearState[]> {
    const cached = cache.get(teamId);
    return cached && clock.now() - cached.readAt < statesTtlMs
      ? cached.states
      : readStates(teamId, call);
  }

  return {
    statesOf,

    /** The state of this name, read afresh once if the cache does not know it; and all states there are. */
    async byName(teamId: string, name: string, call: LinearCall) {
      const find = (states: LinearState[]) => ({
        state: states.find(state => isSameName(state.name, name)),
        states,
      });
      const wasCached = cache.has(teamId);
      const found = find(await statesOf(teamId, call));
      return found.state || !wasCached
        ? found
        : find(await readStates(teamId, call));
    },

    /** What is cached was contradicted by Linear. */
    forget: () => cache.clear(),

    remember,
  };
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
