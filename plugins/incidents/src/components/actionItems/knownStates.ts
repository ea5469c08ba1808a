import {
  ActionItems,
  WorkflowState,
} from '@backstage-incidents/incidents-common';

/**
 * Workflow states seen on issues of one team: the answer does not carry a
 * team's states, but its issues show most of them.
 */
export function knownStates(
  data: ActionItems,
  teamKey: string,
): WorkflowState[] {
  const byName = new Map<string, WorkflowState>();
  for (const item of data.items) {
    if (item.team.key === teamKey) byName.set(item.state.name, item.state);
  }
  const { state, identifier } = data.parentIssue;
  if (state && identifier?.startsWith(`${teamKey}-`)) {
    byName.set(state.name, state);
  }
  return [...byName.values()];
}
