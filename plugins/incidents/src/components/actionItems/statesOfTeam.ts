import {
  ActionItems,
  WorkflowState,
} from '@backstage-incidents/incidents-common';

/** States an item can be moved to, and whether there may be more than these. */
export interface StateChoice {
  states: WorkflowState[];
  complete: boolean;
}

/**
 * The workflow of one team, in Linear's order. Until it is read from Linear, the
 * states of the team's known issues, which are most of them.
 */
export function statesOfTeam(
  data: Pick<ActionItems, 'items' | 'teams' | 'parentIssue'>,
  teamKey: string,
): StateChoice {
  const team = data.teams.find(({ key }) => key === teamKey);
  if (team && team.states.length > 0) {
    return { states: team.states, complete: true };
  }
  const byName = new Map<string, WorkflowState>();
  for (const item of data.items) {
    if (item.team.key === teamKey) byName.set(item.state.name, item.state);
  }
  const { state, team: parentTeam } = data.parentIssue;
  if (state && parentTeam?.key === teamKey) byName.set(state.name, state);
  return { states: [...byName.values()], complete: false };
}

/** States grouped by consecutive type, in the given order. */
export function runsOfType(
  states: readonly WorkflowState[],
): Array<{ type: string; states: WorkflowState[] }> {
  const runs: Array<{ type: string; states: WorkflowState[] }> = [];
  for (const state of states) {
    const last = runs.at(-1);
    if (last?.type === state.type) last.states.push(state);
    else runs.push({ type: state.type, states: [state] });
  }
  return runs;
}
