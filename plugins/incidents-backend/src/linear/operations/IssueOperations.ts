import {
  LinearMalformedError,
  LinearRejectedError,
  LinearUnavailableError,
} from '../LinearError';
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
import { chunk } from './chunk';
import { lookup } from './lookup';
import { readPages } from './readPages';
import type { WorkflowStates } from './WorkflowStates';

const FILTER_IDS = 250;

/** Reading and writing single issues, their attachments and comments. */
export class IssueOperations
  implements
    Pick<
      LinearGateway,
      | 'createIssue'
      | 'findIssue'
      | 'findIssues'
      | 'updateIssue'
      | 'trashIssue'
      | 'upsertAttachment'
      | 'removeAttachment'
      | 'createComment'
      | 'updateComment'
    >
{
  readonly #requester: LinearRequester;
  readonly #states: WorkflowStates;
  readonly #newId: () => string;

  constructor(options: {
    requester: LinearRequester;
    states: WorkflowStates;
    newId: () => string;
  }) {
    this.#requester = options.requester;
    this.#states = options.states;
    this.#newId = options.newId;
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
      if (issue.id !== input.id) {
        throw notApplied('CreateIssue');
      }
      return { outcome: 'created', issue };
    } catch (error) {
      this.#forgetMismatch(error, input.stateId);
      if (!isSettledByReading(error)) {
        throw error;
      }
      const found = await this.#readAfter(error, () =>
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
      const read = async (after?: string) =>
        (
          await this.#requester.run(
            documents.findIssues,
            { ids: some, after },
            call,
          )
        ).issues;
      const first = await read();
      const more = await readPages('FindIssues', first.next, read);
      for (const issue of [...first.nodes, ...more.nodes]) {
        found.set(issue.id, issue);
      }
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
      assertSuccess('TrashIssue', issueDelete.success);
    });
  }

  async upsertAttachment(
    input: {
      id?: string;
      issueId: string;
      url: string;
      title: string;
      subtitle?: string;
    },
    call: LinearCall,
  ): Promise<{ id: string }> {
    const id = input.id ?? this.#newId();
    const create = async (as: string) => {
      const { attachmentCreate } = await this.#requester.run(
        documents.createAttachment,
        { input: { ...input, id: as } },
        call,
      );
      assertSuccess('CreateAttachment', attachmentCreate.success);
      return { id: attachmentCreate.attachment.id };
    };
    try {
      return await create(id);
    } catch (error) {
      // Linear documents the upsert by URL and the conflict by id, not which of the two wins.
      if (!isRejected(error, 'conflict')) {
        throw error;
      }
    }
    const updated = await lookup(async () => {
      const { attachmentUpdate } = await this.#requester.run(
        documents.updateAttachment,
        { id, input: { title: input.title, subtitle: input.subtitle } },
        call,
      );
      assertSuccess('UpdateAttachment', attachmentUpdate.success);
      return { id: attachmentUpdate.attachment.id };
    });
    // Taken and not to be seen: someone removed it, and ids are not given out twice.
    return updated.outcome === 'found' ? updated.value : create(this.#newId());
  }

  async removeAttachment(id: string, call: LinearCall): Promise<void> {
    await lookup(async () => {
      const { attachmentDelete } = await this.#requester.run(
        documents.deleteAttachment,
        { id },
        call,
      );
      assertSuccess('DeleteAttachment', attachmentDelete.success);
    });
  }

  async createComment(
    input: { id: string; issueId: string; body: string },
    call: LinearCall,
  ): Promise<{ outcome: 'created' | 'existed' }> {
    try {
      const { commentCreate } = await this.#requester.run(
        documents.createComment,
        { input },
        call,
      );
      assertSuccess('CreateComment', commentCreate.success);
      return { outcome: 'created' };
    } catch (error) {
      if (!isSettledByReading(error)) {
        throw error;
      }
      await this.#readAfter(error, () =>
        lookup(() =>
          this.#requester.run(documents.findComment, { id: input.id }, call),
        ),
      );
      return { outcome: 'existed' };
    }
  }

  async updateComment(
    id: string,
    body: string,
    call: LinearCall,
  ): Promise<void> {
    const { commentUpdate } = await this.#requester.run(
      documents.updateComment,
      { id, input: { body } },
      call,
    );
    assertSuccess('UpdateComment', commentUpdate.success);
  }

  /** After an ambiguous failure: what the read finds settles it, and if it finds nothing the failure stands. */
  async #readAfter<T>(
    failure: unknown,
    read: () => Promise<Lookup<T>>,
  ): Promise<T> {
    let found: Lookup<T>;
    try {
      found = await read();
    } catch {
      // Still ambiguous: the failure of the write says more than that of the read.
      throw failure;
    }
    if (found.outcome === 'absent') {
      throw failure;
    }
    return found.value;
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
  assertSuccess(operation, payload.success);
  if (!payload.issue) {
    throw new LinearMalformedError(
      `Linear answered ${operation} without the issue`,
      { operation },
    );
  }
  return payload.issue;
}

function assertSuccess(operation: string, success: boolean): void {
  if (!success) {
    throw notApplied(operation);
  }
}

function notApplied(operation: string): LinearRejectedError {
  return new LinearRejectedError(
    `Linear refuses ${operation}: the answer does not show the change`,
    { operation, reason: 'notApplied' },
  );
}

function isRejected(
  error: unknown,
  reason: LinearRejectedError['reason'],
): boolean {
  return error instanceof LinearRejectedError && error.reason === reason;
}

/**
 * The write may have been done: by us a moment ago, or before a crash. Linear words a conflict as it likes, so a
 * refusal that names no other field may be one as well.
 */
function isSettledByReading(error: unknown): boolean {
  return (
    isRejected(error, 'conflict') ||
    (error instanceof LinearRejectedError &&
      error.reason === 'invalid' &&
      (error.field === undefined || error.field === 'id')) ||
    error instanceof LinearMalformedError ||
    (error instanceof LinearUnavailableError && !error.circuitOpen)
  );
}
