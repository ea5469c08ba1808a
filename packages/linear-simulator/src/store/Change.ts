import {
  AttachmentRecord,
  CommentRecord,
  IssueRecord,
  UserRecord,
} from './records';

type ChangedRow =
  | { type: 'Issue'; row: IssueRecord }
  | { type: 'Attachment'; row: AttachmentRecord }
  | { type: 'Comment'; row: CommentRecord };

/** Something a webhook tells about. Relations are absent: Linear has no event for them. */
export type Change = ChangedRow & {
  action: 'create' | 'update' | 'remove';
  /** The team whose webhooks hear of it. */
  teamId: string;
  /** Old values of what changed, null where there was none. */
  updatedFrom?: Record<string, unknown>;
  actor: UserRecord;
  at: Date;
};
