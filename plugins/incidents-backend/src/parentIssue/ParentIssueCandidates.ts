import { ConflictError, InputError } from '@backstage/errors';
import { LinearCall, LinearGateway, LinearIssue } from '../linear';
import { issueReference } from './issueReference';
import { ParentIssueStore } from './ParentIssueStore';

/** Levels of sub-issues that are followed upwards. */
const MAX_ANCESTORS = 10;

/** Which existing issues may become the parent of an incident. */
export class ParentIssueCandidates {
  readonly #linear: LinearGateway;
  readonly #parentIssues: ParentIssueStore;

  constructor(options: {
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
  }) {
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
  }

  /**
   * The issue that a person names.
   *
   * @param issue - identifier or URL
   * @throws InputError when it does not exist for us, the gateway's errors
   */
  async find(issue: string, call: LinearCall): Promise<LinearIssue> {
    const reference = issueReference(issue);
    const found = await this.#linear.findIssue(reference, call);
    if (found.outcome === 'absent') {
      throw new InputError(
        `issue: ${reference} does not exist in Linear, or not in our sight`,
      );
    }
    if (found.value.trashed) {
      throw new InputError(
        `issue: ${reference} is in Linear's trash; restore it first`,
      );
    }
    return found.value;
  }

  /**
   * Checks that the issue is neither an incident's parent, nor an action item
   * anywhere beneath one.
   *
   * @throws ConflictError when it is, the gateway's errors
   */
  async requireUntaken(
    incidentNumber: number,
    issue: LinearIssue,
    call: LinearCall,
  ): Promise<void> {
    let id: string | undefined = issue.id;
    let parentId = issue.parentId;
    for (let level = 0; id !== undefined && level <= MAX_ANCESTORS; level++) {
      const taken = (await this.#parentIssues.findIncidentsByIssue([id])).get(
        id,
      );
      if (taken !== undefined && (level > 0 || taken !== incidentNumber)) {
        // Not which incident: it may be private.
        throw new ConflictError(
          level === 0
            ? `${issue.identifier} is the parent issue of another incident`
            : `${issue.identifier} is an action item beneath the parent issue of an incident`,
        );
      }
      id = parentId;
      if (id !== undefined) {
        const above = await this.#linear.findIssue(id, call);
        parentId = above.outcome === 'found' ? above.value.parentId : undefined;
      }
    }
  }
}
