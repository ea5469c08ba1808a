import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import { operation } from './Operation';

const payload = z.object({
  success: z.boolean(),
  attachment: z.object({ id: z.string() }),
});

/** Linear keeps one attachment per issue and URL: a repeat replaces title and subtitle. */
export const createAttachment =
  operation<LinearDocument.MutationAttachmentCreateArgs>()({
    name: 'CreateAttachment',
    document: `mutation CreateAttachment($input: AttachmentCreateInput!) {
  attachmentCreate(input: $input) { success attachment { id } }
}`,
    schema: z.object({ attachmentCreate: payload }),
    points: 3,
  });

export const updateAttachment =
  operation<LinearDocument.MutationAttachmentUpdateArgs>()({
    name: 'UpdateAttachment',
    document: `mutation UpdateAttachment($id: String!, $input: AttachmentUpdateInput!) {
  attachmentUpdate(id: $id, input: $input) { success attachment { id } }
}`,
    schema: z.object({ attachmentUpdate: payload }),
    points: 3,
  });

export const deleteAttachment =
  operation<LinearDocument.MutationAttachmentDeleteArgs>()({
    name: 'DeleteAttachment',
    document:
      'mutation DeleteAttachment($id: String!) { attachmentDelete(id: $id) { success } }',
    schema: z.object({ attachmentDelete: z.object({ success: z.boolean() }) }),
    points: 2,
  });
