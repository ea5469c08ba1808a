import { type LinearState, lowestState } from '../linear';

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
    lowestState(states, 'unstarted') ??
    lowestState(states, 'backlog') ??
    lowestState(states, 'started')
  );
}
