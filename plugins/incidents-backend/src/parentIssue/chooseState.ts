import { stateClass } from '../actionItems/autoComplete';
import type { LinearState } from '../linear';
import { normalizeName } from './normalizeName';

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
  const wanted = normalizeName(target.name ?? '');
  const named = states.find(
    state =>
      wanted !== '' &&
      normalizeName(state.name) === wanted &&
      stateClass(state.type) === stateClass(target.type),
  );
  if (named) return named;
  return states
    .filter(state => state.type === target.type)
    .reduce<LinearState | undefined>(
      (lowest, state) =>
        lowest && lowest.position <= state.position ? lowest : state,
      undefined,
    );
}
