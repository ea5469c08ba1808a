import { stateClass } from '../actionItems/autoComplete';
import { type LinearState, isSameName, lowestState } from '../linear';

/** Where the parent issue's state is to go. */
export interface StateTarget {
  /** Linear's state type. */
  type: 'started' | 'completed' | 'canceled';
  /** Configured name; taken if the team has it and it means the same. */
  name?: string;
}

/**
 * The state of an issue's own team to move it to: the configured one, else
 * the lowest position of the type; `undefined` if the team has none.
 */
export function chooseState(options: {
  states: readonly LinearState[];
  target: StateTarget;
}): LinearState | undefined {
  const { states, target } = options;
  const named = states.find(
    state =>
      isSameName(state.name, target.name ?? '') &&
      stateClass(state.type) === stateClass(target.type),
  );
  return named ?? lowestState(states, target.type);
}
