/** Older items are not news when we first see them: they were filled in. */
export const NEWS_MILLISECONDS = 24 * 60 * 60_000;

/** What decides whether an item was assigned to someone just now. */
export interface AssignedItem {
  issueId: string;
  open: boolean;
  createdAt: Date;
  /** Linear user. */
  assigneeId: string | undefined;
  /** Their catalog user, as far as there is one. */
  assigneeRef: string | undefined;
}

/** To whom an item was assigned when we last looked. */
export interface KnownAssignee {
  version: number;
  assigneeId: string | undefined;
}

/** A look at an item that differs from the last one. */
export interface AssignmentChange {
  issueId: string;
  assigneeId: string | undefined;
  /** Of the last look; 0: it was never looked at. */
  expectedVersion: number;
  /** Whether the assignee is to be told. */
  tell: boolean;
}

/** Which items changed hands since they were last looked at, and who is to be told. */
export function decideAssignments(options: {
  items: readonly AssignedItem[];
  known: ReadonlyMap<string, KnownAssignee>;
  now: Date;
}): AssignmentChange[] {
  const { items, known, now } = options;
  return items.flatMap(item => {
    const last = known.get(item.issueId);
    if (last && last.assigneeId === item.assigneeId) {
      return [];
    }
    const isNews =
      last !== undefined ||
      now.getTime() - item.createdAt.getTime() <= NEWS_MILLISECONDS;
    const worthTelling = item.open && isNews && item.assigneeId !== undefined;
    if (worthTelling && item.assigneeRef === undefined) {
      // The catalog may not have answered: look again.
      return [];
    }
    return [
      {
        issueId: item.issueId,
        assigneeId: item.assigneeId,
        expectedVersion: last?.version ?? 0,
        tell: worthTelling,
      },
    ];
  });
}
