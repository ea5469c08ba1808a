import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import { operation } from './Operation';

const payload = z.object({
  success: z.boolean(),
  comment: z.object({ id: z.string() }),
});

export const findComment = operation<{ id: string }>()({
  name: 'FindComment',
  document: 'query FindComment($id: String!) { comment(id: $id) { id } }',
  schema: z.object({ comment: z.object({ id: z.string() }) }),
  points: 2,
});

export const createComment =
  operation<LinearDocument.MutationCommentCreateArgs>()({
    name: 'CreateComment',
    document: `mutation CreateComment($input: CommentCreateInput!) {
  commentCreate(input: $input) { success comment { id } }
}`,
    schema: z.object({ commentCreate: payload }),
    points: 3,
  });

export const updateComment = operation<
  Pick<LinearDocument.MutationCommentUpdateArgs, 'id' | 'input'>
>()({
  name: 'UpdateComment',
  document: `mutation UpdateComment($id: String!, $input: CommentUpdateInput!) {
  commentUpdate(id: $id, input: $input) { success comment { id } }
}`,
  schema: z.object({ commentUpdate: payload }),
  points: 3,
});
