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

/** A change that webhooks report. Relations are absent: Linear has no event for them. */
export type Change = ChangedRow & {
  action: 'create' | 'update' | 'remove';
  /** The team whose webhooks receive it. */
  teamId: string;
  /** Old values of what changed, null where there was none. */
  updatedFrom?: Record<string, unknown>;
  actor: UserRecord;
  at: Date;
};
