import { ActionItemStatus } from '@backstage-incidents/incidents-common';

/** How the incidents backend reads Linear's state types; what is new counts as to do. */
export function statusOfStateType(type: string): ActionItemStatus {
  switch (type) {
    case 'started':
      return 'inProgress';
    case 'completed':
      return 'done';
    case 'canceled':
    case 'duplicate':
      return 'canceled';
    default:
      return 'todo';
  }
}
