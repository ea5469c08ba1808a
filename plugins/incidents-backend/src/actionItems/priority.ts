import { Priority } from '@backstage-incidents/incidents-common';
import type { LinearPriority } from '../linear';

const NAMES = [
  'none',
  'urgent',
  'high',
  'medium',
  'low',
] as const satisfies readonly Priority[];

const NUMBERS: readonly LinearPriority[] = [0, 1, 2, 3, 4];

/** Linear's priority number as its name. */
export function priorityName(priority: LinearPriority): Priority {
  return NAMES[priority];
}

/** A priority's number in Linear. */
export function priorityNumber(priority: Priority): LinearPriority {
  return NUMBERS[NAMES.indexOf(priority)];
}
