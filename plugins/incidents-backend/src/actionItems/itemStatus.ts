import { ActionItemStatus } from '@backstage-incidents/incidents-common';

const STATUS_BY_STATE_TYPE = new Map<string, ActionItemStatus>([
  ['triage', 'todo'],
  ['backlog', 'todo'],
  ['unstarted', 'todo'],
  ['started', 'inProgress'],
  ['completed', 'done'],
  ['canceled', 'canceled'],
  ['duplicate', 'canceled'],
]);

/**
 * Status of an item by its Linear state type. The types are an open set: one
 * that is not known yet counts as `todo`, so that nothing is taken for done
 * by mistake.
 */
export function itemStatus(stateType: string): {
  status: ActionItemStatus;
  known: boolean;
} {
  const status = STATUS_BY_STATE_TYPE.get(stateType);
  return { status: status ?? 'todo', known: status !== undefined };
}
