import { Kind, OperationDefinitionNode } from 'graphql';
import { LinearError } from '../store/LinearError';
import { Caller } from './authenticate';

/** Throws unless the caller's scopes allow the operation. */
export function checkScopes(
  caller: Caller,
  operation: OperationDefinitionNode,
): void {
  if (operation.operation !== 'mutation' || caller.scopes.includes('write')) {
    return;
  }
  const narrow: Readonly<Record<string, string>> = {
    issueCreate: 'issues:create',
    issueBatchCreate: 'issues:create',
    attachmentCreate: 'issues:create',
    commentCreate: 'comments:create',
  };
  for (const selection of operation.selectionSet.selections) {
    const field = selection.kind === Kind.FIELD ? selection.name.value : '';
    if (!caller.scopes.includes(narrow[field] ?? 'write')) {
      throw new LinearError({
        message: 'Invalid scope: `write` required',
        type: 'forbidden',
        code: 'FORBIDDEN',
        status: 403,
      });
    }
  }
}
