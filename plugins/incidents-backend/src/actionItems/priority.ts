import { Priority } from '@backstage-incidents/incidents-common';
import type { LinearPriority } from '../linear';

const PRIORITIES = [
  'none',
  'urgent',
  'high',
  'medium',
  'low',
] as const satisfies readonly Priority[];

/** Linear's priority number as its name. */
export function priorityName(priority: LinearPriority): Priority {
  return PRIORITIES[priority];
}

/** A priority's number in Linear. */
export function priorityNumber(priority: Priority): LinearPriority {
  switch (priority) {
    case 'none':
      return 0;
    case 'urgent':
      return 1;
    case 'high':
      return 2;
    case 'medium':
      return 3;
    case 'low':
      return 4;
    default:
      return priority satisfies never;
  }
}
