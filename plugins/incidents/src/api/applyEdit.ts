import {
  ActionItem,
  actionItemStatusOf,
  Priority,
  WorkflowState,
} from '@backstage-incidents/incidents-common';

/** One change to one action item. `null` clears. */
export type ActionItemEdit =
  | { kind: 'state'; to: string; state?: WorkflowState }
  | { kind: 'title'; title: string }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'assignee'; assignee: string | null; name: string }
  /** A calendar day, `YYYY-MM-DD`. */
  | { kind: 'dueDate'; dueDate: string | null };

/** The item as expected after the edit, shown until the backend responds. */
export function applyEdit(item: ActionItem, edit: ActionItemEdit): ActionItem {
  switch (edit.kind) {
    case 'state':
      return edit.state
        ? {
            ...item,
            state: edit.state,
            status: actionItemStatusOf(edit.state.type).status,
          }
        : item;
    case 'title':
      return { ...item, title: edit.title };
    case 'priority':
      return { ...item, priority: edit.priority };
    case 'assignee':
      return {
        ...item,
        assignee: edit.assignee
          ? { name: edit.name, userRef: edit.assignee }
          : undefined,
      };
    case 'dueDate':
      return withDueDate(item, edit.dueDate);
    default:
      return edit satisfies never;
  }
}

/** The end of the day in the local time zone; the backend uses the team's time zone. */
function withDueDate(item: ActionItem, day: string | null): ActionItem {
  if (day === null) {
    return {
      ...item,
      dueAt: undefined,
      dueSource: undefined,
      overdue: false,
    };
  }
  const end = new Date(`${day}T00:00`);
  end.setDate(end.getDate() + 1);
  return {
    ...item,
    dueAt: end.toISOString(),
    dueSource: 'linear',
    overdue: end.getTime() <= Date.now(),
  };
}
