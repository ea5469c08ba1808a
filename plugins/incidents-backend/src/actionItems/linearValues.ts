import { Priority } from '@backstage-incidents/incidents-common';
import { type LinearPriority, type LinearState, lowestState } from '../linear';

/** By Linear's number of the priority. */
const PRIORITIES: readonly Priority[] = [
  'none',
  'urgent',
  'high',
  'medium',
  'low',
];

/** Linear's priority number as its name. */
export function priorityName(priority: LinearPriority): Priority {
  return PRIORITIES[priority];
}

/** A priority's number in Linear. */
export function priorityNumber(priority: Priority): LinearPriority {
  const numbers: readonly LinearPriority[] = [0, 1, 2, 3, 4];
  return numbers[PRIORITIES.indexOf(priority)];
}

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
