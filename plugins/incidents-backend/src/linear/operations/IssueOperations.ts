import { LinearMalformedError } from '../LinearError';
import type {
  CreateIssueInput,
  IssueChanges,
  LinearCall,
  LinearGateway,
  Lookup,
} from '../LinearGateway';
import type { LinearIssue } from '../LinearIssue';
import * as documents from '../documents';
import type { LinearRequester } from '../transport/LinearRequester';
import { assertApplied } from './assertApplied';
import { chunk } from './chunk';
import { isRejected } from './isRejected';
import { lookup } from './lookup';
import { readAll } from './readAll';
import { settleByReading } from './settleByReading';
import type { WorkflowStates } from './WorkflowStates';

const FILTER_IDS = 250;

/** Reading and writing single issues. */
export class IssueOperations
  implements
    Pick<
      LinearGateway,
      'createIssue' | 'findIssue' | 'findIssues' | 'updateIssue' | 'trashIssue'
    >
{
  readonly #requester: LinearRequester;
  readonly #states: WorkflowStates;

  constructor(options: { requester: LinearRequester; states: WorkflowStates }) {
    this.#requester = options.requester;
    this.#states = options.states;
  }

  async createIssue(
    input: CreateIssueInput,
    call: LinearCall,
  ): Promise<{ outcome: 'created' | 'existed'; issue: LinearIssue }> {
    try {
      const { issueCreate } = await this.#requester.run(
        documents.createIssue,
        { input },
        call,
      );
      const issue = written('CreateIssue', issueCreate);
      assertApplied('CreateIssue', issue.id === input.id);
      return { outcome: 'created', issue };
    } catch (error) {
      this.#forgetMismatch(error, input.stateId);
      const found = await settleByReading(error, () =>
        this.findIssue(input.id, call),
      );
      return { outcome: 'existed', issue: found };
    }
  }

  async findIssue(
    idOrIdentifier: string,
    call: LinearCall,
  ): Promise<Lookup<LinearIssue>> {
    return lookup(async () => {
      const { issue } = await this.#requester.run(
        documents.findIssue,
        { id: idOrIdentifier },
        call,
      );
      return issue;
    });
  }

  async findIssues(
    ids: string[],
    call: LinearCall,
  ): Promise<Map<string, LinearIssue>> {
    const found = new Map<string, LinearIssue>();
    for (const some of chunk(ids, FILTER_IDS)) {
      const issues = await readAll(
        'FindIssues',
        async after =>
          (
            await this.#requester.run(
              documents.findIssues,
              { ids: some, after },
              call,
            )
          ).issues,
      );
      for (const issue of issues) found.set(issue.id, issue);
    }
    return found;
  }

  async updateIssue(
    id: string,
    changes: IssueChanges,
    call: LinearCall,
  ): Promise<LinearIssue> {
    try {
      const { issueUpdate } = await this.#requester.run(
        documents.updateIssue,
        { id, input: changes },
        call,
      );
      return written('UpdateIssue', issueUpdate);
    } catch (error) {
      this.#forgetMismatch(error, changes.stateId);
      throw error;
    }
  }

  async trashIssue(id: string, call: LinearCall): Promise<void> {
    await lookup(async () => {
      const { issueDelete } = await this.#requester.run(
        documents.trashIssue,
        { id },
        call,
      );
      assertApplied('TrashIssue', issueDelete.success);
    });
  }

  #forgetMismatch(error: unknown, stateId: string | undefined): void {
    if (
      stateId !== undefined &&
      (isRejected(error, 'teamMismatch') || isRejected(error, 'notFound'))
    ) {
      this.#states.forgetState(stateId);
    }
  }
}

function written(
  operation: string,
  payload: { success: boolean; issue?: LinearIssue },
): LinearIssue {
  assertApplied(operation, payload.success);
  if (!payload.issue) {
    throw new LinearMalformedError(
      `Linear answered ${operation} without the issue`,
      { operation },
    );
  }
  return payload.issue;
}
