import type { LinearDocument } from '@linear/sdk';
import { z } from 'zod';
import { isRejected, linearError } from '../LinearError';
import type { LinearCall, Lookup } from '../ports';
import type { LinearIssue, LinearPriority, LinearState } from '../LinearIssue';
import {
  assertApplied,
  isSameName,
  lookup,
  settleByReading,
  write,
} from './basics';
import {
  type Operation,
  type Run,
  issueWhole,
  issueWholeSchema,
  only,
  operation,
} from './operation';
import type { WorkflowStates } from './states';

export const findIssue = operation<LinearDocument.QueryIssueArgs>()(
  9,
  only('issue', issueWholeSchema),
  `query FindIssue($id: String!) { issue(id: $id) { ...IssueWhole } }
${issueWhole}`,
);

const done = z.object({ success: z.boolean() });
const issuePayload = done.extend({ issue: issueWholeSchema.optional() });
type IssuePayload = z.output<typeof issuePayload>;

export const createIssue = operation<LinearDocument.MutationIssueCreateArgs>()(
  10,
  only('issueCreate', issuePayload),
  `mutation CreateIssue($input: IssueCreateInput!) {
  issueCreate(input: $input) { success issue { ...IssueWhole } }
}
${issueWhole}`,
);

export const updateIssue = operation<LinearDocument.MutationIssueUpdateArgs>()(
  10,
  only('issueUpdate', issuePayload),
  `mutation UpdateIssue($id: String!, $input: IssueUpdateInput!) {
  issueUpdate(id: $id, input: $input) { success issue { ...IssueWhole } }
}
${issueWhole}`,
);

export const trashIssue = operation<{ id: string }>()(
  2,
  only('issueDelete', done),
  'mutation TrashIssue($id: String!) { issueDelete(id: $id) { success } }',
);

const attachmentPayload = done.extend({
  attachment: z.object({ id: z.string() }),
});

/** Linear keeps one attachment per issue and URL: a repeat replaces title and subtitle. */
export const createAttachment =
  operation<LinearDocument.MutationAttachmentCreateArgs>()(
    3,
    only('attachmentCreate', attachmentPayload),
    `mutation CreateAttachment($input: AttachmentCreateInput!) {
  attachmentCreate(input: $input) { success attachment { id } }
}`,
  );

export const updateAttachment =
  operation<LinearDocument.MutationAttachmentUpdateArgs>()(
    3,
    only('attachmentUpdate', attachmentPayload),
    `mutation UpdateAttachment($id: String!, $input: AttachmentUpdateInput!) {
  attachmentUpdate(id: $id, input: $input) { success attachment { id } }
}`,
  );

export const deleteAttachment = operation<{ id: string }>()(
  2,
  only('attachmentDelete', done),
  'mutation DeleteAttachment($id: String!) { attachmentDelete(id: $id) { success } }',
);

const comment = z.object({ id: z.string() });

export const findComment = operation<{ id: string }>()(
  2,
  only('comment', comment),
  'query FindComment($id: String!) { comment(id: $id) { id } }',
);

export const createComment =
  operation<LinearDocument.MutationCommentCreateArgs>()(
    3,
    only('commentCreate', done.extend({ comment })),
    `mutation CreateComment($input: CommentCreateInput!) {
  commentCreate(input: $input) { success comment { id } }
}`,
  );

export const updateComment = operation<
  Pick<LinearDocument.MutationCommentUpdateArgs, 'id' | 'input'>
>()(
  3,
  only('commentUpdate', done.extend({ comment })),
  `mutation UpdateComment($id: String!, $input: CommentUpdateInput!) {
  commentUpdate(id: $id, input: $input) { success comment { id } }
}`,
);

export type CreateIssueInput = {
  /** UUID v4 made and stored by the caller before the call: what makes a repeat safe. */
  id: string;
  teamId: string;
  title: string;
  /** Markdown. Linear normalises it: never compare it byte by byte. */
  description?: string;
  stateId?: string;
  assigneeId?: string;
  priority?: LinearPriority;
  projectId?: string;
  labelIds?: string[];
  parentId?: string;
  /** `YYYY-MM-DD`. */
  dueDate?: string;
};

/** Absent is unchanged; `null` clears, as in Linear's own input. */
export type IssueChanges = {
  title?: string;
  description?: string;
  assigneeId?: string | null;
  priority?: LinearPriority;
  stateId?: string;
  dueDate?: string | null;
  addedLabelIds?: string[];
  removedLabelIds?: string[];
  parentId?: string | null;
  teamId?: string;
};

export type TransitionOutcome =
  | {
      /** `alreadyThere`: nothing was written. */
      outcome: 'moved' | 'alreadyThere';
      from: LinearState;
      to: LinearState;
      issue: LinearIssue;
    }
  /** The issue was not in `expectedFrom`. Nothing was written. */
  | { outcome: 'aborted'; actual: LinearState }
  /** The issue's team has no such state, read afresh. `states` are the names it has. */
  | { outcome: 'unknownState'; states: string[] };

type Transition = { issueId: string; to: string; expectedFrom?: string };

/** Reading and writing single issues, and what people see beneath them: attachments and comments. */
export function issueOperations(
  run: Run,
  states: WorkflowStates,
  newId: () => string,
) {
  /** Sends a write of an issue. */
  async function writeIssue<Variables extends object>(
    of: Operation<Variables, IssuePayload>,
    variables: Variables,
    call: LinearCall,
  ): Promise<LinearIssue> {
    try {
      const { issue } = await write(run, of, variables, call);
      if (!issue) {
        throw linearError(
          { kind: 'malformed', operation: of.name },
          'issue is missing',
        );
      }
      return issue;
    } catch (error) {
      if (isAboutState(error)) {
        states.forget();
      }
      throw error;
    }
  }

  /** By UUID or identifier; archived and trashed ones are found. */
  const find = (
    idOrIdentifier: string,
    call: LinearCall,
  ): Promise<Lookup<LinearIssue>> =>
    lookup(() => run(findIssue, { id: idOrIdentifier }, call));

  const update = (id: string, input: IssueChanges, call: LinearCall) =>
    writeIssue(updateIssue, { id, input }, call);

  /** Moves the issue once, or finds that the issue or its team changed since they were read. */
  async function move(
    { issueId, to: wanted, expectedFrom }: Transition,
    call: LinearCall,
  ): Promise<TransitionOutcome | 'mismatch'> {
    const issue = await run(findIssue, { id: issueId }, call);
    const from = issue.state;
    const named = await states.byName(issue.team.id, wanted, call);
    const to = named.state;
    if (!to) {
      return {
        outcome: 'unknownState',
        states: named.states.map(({ name }) => name),
      };
    }
    if (from.id === to.id) {
      return { outcome: 'alreadyThere', from, to, issue };
    }
    if (expectedFrom !== undefined && !isSameName(from.name, expectedFrom)) {
      return { outcome: 'aborted', actual: from };
    }
    try {
      const moved = await update(issue.id, { stateId: to.id }, call);
      assertApplied('UpdateIssue', moved.state.id === to.id);
      return { outcome: 'moved', from, to, issue: moved };
    } catch (error) {
      if (isAboutState(error)) {
        return 'mismatch';
      }
      throw error;
    }
  }

  return {
    findIssue: find,
    updateIssue: update,

    /** Create, at most once: a conflict or an ambiguous response is settled by reading `input.id`. */
    async createIssue(
      input: CreateIssueInput,
      call: LinearCall,
    ): Promise<{ outcome: 'created' | 'existed'; issue: LinearIssue }> {
      try {
        const issue = await writeIssue(createIssue, { input }, call);
        assertApplied('CreateIssue', issue.id === input.id);
        return { outcome: 'created', issue };
      } catch (error) {
        const issue = await settleByReading(error, () => find(input.id, call));
        return { outcome: 'existed', issue };
      }
    },

    /** Into Linear's trash, from where people can restore it for 30 days; an absent issue is no error. */
    async trashIssue(id: string, call: LinearCall): Promise<void> {
      await lookup(() => write(run, trashIssue, { id }, call));
    },

    /**
     * Read, compare, move; always to a state of the issue's own team, by name. Linear has no compare-and-set: a change
     * between our read and our write is overwritten.
     */
    async transition(
      input: Transition,
      call: LinearCall,
    ): Promise<TransitionOutcome> {
      const first = await move(input, call);
      // Once more with what is true now.
      const outcome = first === 'mismatch' ? await move(input, call) : first;
      if (outcome === 'mismatch') {
        throw linearError({
          kind: 'rejected',
          operation: 'UpdateIssue',
          reason: 'teamMismatch',
        });
      }
      return outcome;
    },

    /** One attachment per issue and URL: a second call with the same URL replaces title and subtitle. */
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
      const create = async (id: string) => {
        const variables = { input: { ...input, id } };
        return (await write(run, createAttachment, variables, call)).attachment;
      };
      const id = input.id ?? newId();
      try {
        return await create(id);
      } catch (error) {
        // Linear documents the upsert by URL and the conflict by id, not which of the two wins.
        if (!isRejected(error, 'conflict')) {
          throw error;
        }
      }
      const { title, subtitle } = input;
      const variables = { id, input: { title, subtitle } };
      const updated = await lookup(() =>
        write(run, updateAttachment, variables, call),
      );
      // Taken, but not found: someone removed it, and ids are not given out twice.
      return updated.outcome === 'found'
        ? updated.value.attachment
        : create(newId());
    },

    /** An absent attachment is no error. */
    async removeAttachment(id: string, call: LinearCall): Promise<void> {
      await lookup(() => write(run, deleteAttachment, { id }, call));
    },

    /** At most once by `id`, as createIssue. */
    async createComment(
      input: { id: string; issueId: string; body: string },
      call: LinearCall,
    ): Promise<{ outcome: 'created' | 'existed' }> {
      try {
        await write(run, createComment, { input }, call);
        return { outcome: 'created' };
      } catch (error) {
        await settleByReading(error, () =>
          lookup(() => run(findComment, { id: input.id }, call)),
        );
        return { outcome: 'existed' };
      }
    },

    async updateComment(
      id: string,
      body: string,
      call: LinearCall,
    ): Promise<void> {
      await write(run, updateComment, { id, input: { body } }, call);
    },
  };
}

/** A deleted state is "not found", like a deleted issue; a second attempt distinguishes them. */
function isAboutState(error: unknown): boolean {
  return isRejected(error, 'teamMismatch') || isRejected(error, 'notFound');
}
