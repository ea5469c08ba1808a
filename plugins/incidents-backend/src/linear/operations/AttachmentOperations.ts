import type { LinearCall, LinearGateway } from '../LinearGateway';
import * as documents from '../documents';
import type { LinearRequester } from '../transport/LinearRequester';
import { assertApplied } from './assertApplied';
import { isRejected } from './isRejected';
import { lookup } from './lookup';

/** Links on issues that lead back to us, one per issue and URL. */
export class AttachmentOperations
  implements Pick<LinearGateway, 'upsertAttachment' | 'removeAttachment'>
{
  readonly #requester: LinearRequester;
  readonly #newId: () => string;

  constructor(options: { requester: LinearRequester; newId: () => string }) {
    this.#requester = options.requester;
    this.#newId = options.newId;
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
      assertApplied('CreateAttachment', attachmentCreate.success);
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
      assertApplied('UpdateAttachment', attachmentUpdate.success);
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
      assertApplied('DeleteAttachment', attachmentDelete.success);
    });
  }
}
