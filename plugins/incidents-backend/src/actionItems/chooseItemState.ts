import type { LinearState } from '../linear';

/**
 * The state a new action item starts in: the team's default, never triage, for
 * an item that people agreed on needs no triage; else the lowest position of
 * type unstarted or backlog.
 */
export function chooseItemState(options: {
  states: readonly LinearState[];
  defaultStateId: string | undefined;
}): LinearState | undefined {
  const { states, defaultStateId } = options;
  const standard = states.find(state => state.id === defaultStateId);
  if (standard && standard.type !== 'triage') {
    return standard;
  }
  return (
    lowestOf(states, 'unstarted') ??
    lowestOf(states, 'backlog') ??
    lowestOf(states, 'started')
  );
}

function lowestOf(
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
