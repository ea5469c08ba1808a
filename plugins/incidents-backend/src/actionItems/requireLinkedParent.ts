import { ConflictError } from '@backstage/errors';
import { LinearIssue } from '../linear';
import { LinkedParents } from './LinkedParents';

/**
 * The issue that the action items of an incident hang on.
 *
 * @throws ConflictError that tells why there is none
 */
export async function requireLinkedParent(
  parents: LinkedParents,
  incident: { ref: string; number: number },
): Promise<{ issueId: string; observed: LinearIssue }> {
  const parent = await parents.find(incident.number);
  if (parent?.status === 'linked' && parent.observed) {
    return { issueId: parent.issueId, observed: parent.observed };
  }
  switch (parent?.status) {
    case 'missing':
      throw new ConflictError(
        `The parent issue of ${incident.ref} is not there any more in Linear; restore it, replace it or link another one first`,
      );
    case 'failed':
      throw new ConflictError(
        `The parent issue of ${incident.ref} could not be created; retry it or link an existing issue first`,
      );
    default:
      throw new ConflictError(
        `${incident.ref} has no parent issue in Linear yet; it will be created by itself, try again then`,
      );
  }
}
