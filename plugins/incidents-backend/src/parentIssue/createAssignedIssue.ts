import {
  CreateIssueInput,
  isLinearError,
  LinearCall,
  LinearGateway,
} from '../linear';

/**
 * Creates the issue, without its assignee where Linear refuses it with one: an
 * incident gets its parent though its lead cannot be assigned.
 */
export async function createAssignedIssue(
  linear: LinearGateway,
  input: CreateIssueInput,
  call: LinearCall,
): ReturnType<LinearGateway['createIssue']> {
  try {
    return await linear.createIssue(input, call);
  } catch (error) {
    if (input.assigneeId === undefined || !mayBeOfAssignee(error)) {
      throw error;
    }
    const { assigneeId: _, ...unassigned } = input;
    return linear.createIssue(unassigned, call);
  }
}

/** Linear need not say which field it refuses. */
function mayBeOfAssignee(error: unknown): boolean {
  return (
    isLinearError(error) &&
    error.kind === 'rejected' &&
    (error.reason === 'invalid' || error.reason === 'notFound') &&
    (error.field === undefined || error.field === 'assigneeId')
  );
}
