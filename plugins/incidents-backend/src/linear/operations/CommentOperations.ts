import type { LinearCall, LinearGateway } from '../LinearGateway';
import * as documents from '../documents';
import type { LinearRequester } from '../transport/LinearRequester';
import { assertApplied } from './assertApplied';
import { lookup } from './lookup';
import { settleByReading } from './settleByReading';

/** Writing comments on issues, each under an id of ours. */
export class CommentOperations
  implements Pick<LinearGateway, 'createComment' | 'updateComment'>
{
  readonly #requester: LinearRequester;

  constructor(requester: LinearRequester) {
    this.#requester = requester;
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
      assertApplied('CreateComment', commentCreate.success);
      return { outcome: 'created' };
    } catch (error) {
      await settleByReading(error, () =>
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
    assertApplied('UpdateComment', commentUpdate.success);
  }
}
