import { isRejected, linearError } from '../LinearError';
import type {
  LinearCall,
  LinearGateway,
  TransitionOutcome,
} from '../LinearGateway';
import type { LinearIssue } from '../LinearIssue';
import * as documents from '../documents';
import {
  type Run,
  assertApplied,
  chunk,
  isSameName,
  lookup,
  readAll,
  settleByReading,
  write,
} from './basics';
import type { WorkflowStates } from './states';

const FILTER_IDS = 250;

/** Reading and writing single issues, and what people see beneath them: attachments and comments. */
export function issueOperations(
  run: Run,
  states: WorkflowStates,
  newId: () => string,
): Pick<
  LinearGateway,
  | 'createIssue'
  | 'findIssue'
  | 'findIssues'
  | 'updateIssue'
  | 'trashIssue'
  | 'transition'
  | 'upsertAttachment'
  | 'removeAttachment'
  | 'createComment'
  | 'updateComment'
> {
  const forgetMismatch = (error: unknown, stateId: string | undefined) => {
    if (stateId !== undefined && isAboutState(error)) {
      states.forgetState(stateId);
    }
  };

  const findIssue: LinearGateway['findIssue'] = (id, call) =>
    lookup(() => run(documents.findIssue, { id }, call));

  const updateIssue: LinearGateway['updateIssue'] = async (id, input, call) => {
    try {
      return await writeIssue(documents.updateIssue, { id, input }, call);
    } catch (error) {
      forgetMismatch(error, input.stateId);
      throw error;
    }
  };

  async function writeIssue<Variables extends object>(
    operation: documents.Operation<Variables, documents.IssuePayload>,
    variables: Variables,
    call: LinearCall,
  ): Promise<LinearIssue> {
    const { issue } = await write(run, operation, variables, call);
    if (!issue) {
      throw linearError(
        { kind: 'malformed', operation: operation.name },
        'issue is missing',
      );
    }
    return issue;
  }

  /** Moves the issue once, or finds that the issue or its team changed since they were read. */
  async function move(
    { issueId, to, expectedFrom }: Parameters<LinearGateway['transition']>[0],
    call: LinearCall,
  ): Promise<TransitionOutcome | 'mismatch'> {
    const found = await findIssue(issueId, call);
    if (found.outcome === 'absent') {
      throw linearError({
        kind: 'rejected',
        operation: 'FindIssue',
        reason: 'notFound',
      });
    }
    const issue = found.value;
    const from = issue.state;
    const named = await states.byName(issue.team.id, to.name, call);
    if (!named.state) {
      return {
        outcome: 'unknownState',
        states: named.states.map(state => state.name),
      };
    }
    const target = named.state;
    if (from.id === target.id) {
      return { outcome: 'alreadyThere', from, to: target, issue };
    }
    if (expectedFrom !== undefined && !isSameName(from.name, expectedFrom)) {
      return { outcome: 'aborted', actual: from };
    }
    try {
      const moved = await updateIssue(issue.id, { stateId: target.id }, call);
      assertApplied('UpdateIssue', moved.state.id === target.id);
      return { outcome: 'moved', from, to: target, issue: moved };
    } catch (error) {
      if (isAboutState(error)) {
        states.forgetTeam(issue.team.id);
        return 'mismatch';
      }
      throw error;
    }
  }

  return {
    findIssue,
    updateIssue,

    async createIssue(input, call) {
      try {
        const issue = await writeIssue(documents.createIssue, { input }, call);
        assertApplied('CreateIssue', issue.id === input.id);
        return { outcome: 'created', issue };
      } catch (error) {
        forgetMismatch(error, input.stateId);
        const issue = await settleByReading(error, () =>
          findIssue(input.id, call),
        );
        return { outcome: 'existed', issue };
      }
    },

    async findIssues(ids, call) {
      const found = new Map<string, LinearIssue>();
      for (const some of chunk(ids, FILTER_IDS)) {
        const issues = await readAll(
          run,
          documents.findIssues,
          { ids: some },
          call,
        );
        for (const issue of issues) found.set(issue.id, issue);
      }
      return found;
    },

    async trashIssue(id, call) {
      await lookup(() => write(run, documents.trashIssue, { id }, call));
    },

    async transition(input, call) {
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

    async upsertAttachment(input, call) {
      const id = input.id ?? newId();
      const create = async (as: string) => {
        const variables = { input: { ...input, id: as } };
        return (await write(run, documents.createAttachment, variables, call))
          .attachment;
      };
      try {
        return await create(id);
      } catch (error) {
        // Linear documents the upsert by URL and the conflict by id, not which of the two wins.
        if (!isRejected(error, 'conflict')) {
          throw error;
        }
      }
      const { title, subtitle } = input;
      const updated = await lookup(() =>
        write(
          run,
          documents.updateAttachment,
          { id, input: { title, subtitle } },
          call,
        ),
      );
      // Taken, but not found: someone removed it, and ids are not given out twice.
      return updated.outcome === 'found'
        ? updated.value.attachment
        : create(newId());
    },

    async removeAttachment(id, call) {
      await lookup(() => write(run, documents.deleteAttachment, { id }, call));
    },

    async createComment(input, call) {
      try {
        await write(run, documents.createComment, { input }, call);
        return { outcome: 'created' };
      } catch (error) {
        await settleByReading(error, () =>
          lookup(() => run(documents.findComment, { id: input.id }, call)),
        );
        return { outcome: 'existed' };
      }
    },

    async updateComment(id, body, call) {
      await write(run, documents.updateComment, { id, input: { body } }, call);
    },
  };
}

/** A deleted state is "not found", like a deleted issue; a second attempt distinguishes them. */
function isAboutState(error: unknown): boolean {
  return isRejected(error, 'teamMismatch') || isRejected(error, 'notFound');
}
