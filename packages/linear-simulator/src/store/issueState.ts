import { IssueRecord, WorkflowStateRecord } from './records';

const closedTypes: readonly string[] = ['completed', 'canceled', 'duplicate'];

export function isClosed(state: WorkflowStateRecord): boolean {
  return closedTypes.includes(state.type);
}

/** The issue in another state, with the times that go with it. */
export function withState(
  issue: IssueRecord,
  state: WorkflowStateRecord,
  at: string,
): IssueRecord {
  const next: IssueRecord = { ...issue, stateId: state.id };
  switch (state.type) {
    case 'started':
      return {
        ...next,
        startedAt: issue.startedAt ?? at,
        completedAt: undefined,
        canceledAt: undefined,
        autoClosedAt: undefined,
      };
    case 'completed':
      return {
        ...next,
        completedAt: issue.completedAt ?? at,
        canceledAt: undefined,
      };
    case 'canceled':
    case 'duplicate':
      return {
        ...next,
        canceledAt: issue.canceledAt ?? at,
        completedAt: undefined,
      };
    default:
      return {
        ...next,
        startedAt: undefined,
        completedAt: undefined,
        canceledAt: undefined,
        autoClosedAt: undefined,
        startedTriageAt:
          state.type === 'triage'
            ? issue.startedTriageAt ?? at
            : issue.startedTriageAt,
      };
  }
}

/** The first state of a type in a team's own order. */
export function stateOfType(
  states: readonly WorkflowStateRecord[],
  type: string,
): WorkflowStateRecord | undefined {
  return states
    .filter(state => state.type === type)
    .sort((a, b) => a.position - b.position)[0];
}
