import type { LinearPriority } from '../linear';

/**
 * What we know of one field of the parent issue. JSON, kept across crashes:
 * `intended` is stored before a call and `applied` after its answer, so that
 * our own late write is never taken for a person's edit.
 */
export interface FieldRecord<T> {
  /** What we set out to write and have no answer to, latest last. It may still land. */
  intended?: T[];
  /** The latest write that Linear answered, or that we found done. */
  applied?: {
    /** What we had asked for. */
    intended: T;
    /** What Linear then showed: the same, but for its normalization. */
    value: T;
  };
  /** A person's edit that stands. */
  edited?: {
    value: T;
    /** What Backstage wanted when we first saw the edit. */
    over: T;
  };
}

/** What is in the description: our text, or nothing because of redaction. */
export type DescriptionState = 'written' | 'blank';

/** Linear user the parent issue is assigned to. */
export type Assignee = { kind: 'user'; id: string } | { kind: 'none' };

/** The backlink in Linear. */
export interface Attachment {
  url: string;
  title: string;
  subtitle: string;
}

/** The state as we last saw it, and who had set it. */
export interface SeenState {
  /** Linear's state type. */
  type: string;
  setBy: 'backstage' | 'person' | 'linearAutoClose';
}

/**
 * The records of all fields, stored as one JSON value; `{}` for an issue we
 * have not written to. Made by `intendCreation`, `reconcile`, `recordAnswer`
 * and `recordAttachment` only.
 */
export interface FieldRecords {
  title?: FieldRecord<string>;
  /** Never the text itself. */
  description?: FieldRecord<DescriptionState>;
  assignee?: FieldRecord<Assignee>;
  priority?: FieldRecord<LinearPriority>;
  /** By state type. */
  state?: FieldRecord<string> & { seen?: SeenState };
  /** Ids of the labels we added, and of those Linear did not take. */
  labels?: { added: string[]; refused: string[] };
  attachment?: FieldRecord<Attachment>;
}
