import { LinearRejectedError } from '../LinearError';
import type {
  LinearCall,
  TransitionOutcome,
  TransitionTarget,
} from '../LinearGateway';
import type { LinearIssue } from '../LinearIssue';
import type { IssueOperations } from './IssueOperations';
import { type WorkflowStates, hasName } from './WorkflowStates';

/**
 * Moves an issue to a state of its own team, if it is where the caller believes it to be.
 *
 * Linear has no compare-and-set: a change between our read and our write is overwritten.
 */
export async function transitionIssue(
  deps: { issues: IssueOperations; states: WorkflowStates },
  input: { issueId: string; to: TransitionTarget; expectedFrom?: string },
  call: LinearCall,
): Promise<TransitionOutcome> {
  const first = await attempt(deps, input, call);
  // The issue changed its team, or the team its states, since they were read: once more with what is true now.
  return first === 'mismatch' ? finalAttempt(deps, input, call) : first;
}

async function finalAttempt(
  ...args: Parameters<typeof attempt>
): Promise<TransitionOutcome> {
  const outcome = await attempt(...args);
  if (outcome === 'mismatch') {
    throw new LinearRejectedError(
      'The issue or its team kept changing in Linear; try again',
      { operation: 'UpdateIssue', reason: 'teamMismatch' },
    );
  }
  return outcome;
}

async function attempt(
  deps: { issues: IssueOperations; states: WorkflowStates },
  input: { issueId: string; to: TransitionTarget; expectedFrom?: string },
  call: LinearCall,
): Promise<TransitionOutcome | 'mismatch'> {
  const { issues, states } = deps;
  const issue = await read(issues, input.issueId, call);
  const from = issue.state;
  if ('type' in input.to && from.type === input.to.type) {
    return { outcome: 'alreadyThere', from, to: from, issue };
  }
  const target = await states.resolve(issue.team.id, input.to, call);
  if (target.outcome === 'unknown') {
    return {
      outcome: 'unknownState',
      states: target.states.map(state => state.name),
    };
  }
  const to = target.state;
  if (from.id === to.id) {
    return { outcome: 'alreadyThere', from, to, issue };
  }
  if (input.expectedFrom !== undefined && !hasName(from, input.expectedFrom)) {
    return { outcome: 'aborted', actual: from };
  }
  try {
    const moved = await issues.updateIssue(issue.id, { stateId: to.id }, call);
    if (moved.state.id !== to.id) {
      throw new LinearRejectedError(
        'Linear accepted the transition, but the issue is in another state',
        { operation: 'UpdateIssue', reason: 'notApplied' },
      );
    }
    return { outcome: 'moved', from, to, issue: moved };
  } catch (error) {
    if (error instanceof LinearRejectedError && isAboutState(error)) {
      states.forgetTeam(issue.team.id);
      return 'mismatch';
    }
    throw error;
  }
}

/** A deleted state is "not found", like a deleted issue; the second attempt tells them apart. */
function isAboutState(error: LinearRejectedError): boolean {
  return error.reason === 'teamMismatch' || error.reason === 'notFound';
}

async function read(
  issues: IssueOperations,
  issueId: string,
  call: LinearCall,
): Promise<LinearIssue> {
  const found = await issues.findIssue(issueId, call);
  if (found.outcome === 'absent') {
    throw new LinearRejectedError(
      'The issue does not exist in Linear, or is out of our sight',
      { operation: 'FindIssue', reason: 'notFound' },
    );
  }
  return found.value;
}
