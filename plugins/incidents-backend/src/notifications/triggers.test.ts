import * as fc from 'fast-check';
import {
  AssignedItem,
  assigneeChange,
  reminderAt,
  triggerKey,
} from './triggers';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('the reminder of an item', () => {
  const windows = { beforeMs: 3 * DAY, everyMs: 7 * DAY };
  const dueAt = new Date('2026-03-10T00:00:00.000Z');
  const item = { issueId: 'issue', open: true, dueAt };
  const remind = (
    after: number,
    change: { open?: boolean; dueAt?: Date | undefined } = {},
  ) =>
    reminderAt({
      item: { ...item, ...change },
      windows,
      now: new Date(dueAt.getTime() + after),
    });

  it.each([
    ['absent', 'long before', -4 * DAY, undefined],
    ['absent', 'a moment before the window', -3 * DAY - 1, undefined],
    ['"due soon"', 'when the window opens', -3 * DAY, 'dueSoon'],
    ['"due soon"', 'a moment before it is due', -1, 'dueSoon'],
    ['the first "overdue"', 'when it is due', 0, 'overdue 0'],
    [
      'the first "overdue"',
      'a moment before the second interval',
      7 * DAY - 1,
      'overdue 0',
    ],
    ['the second "overdue"', 'at the second interval', 7 * DAY, 'overdue 1'],
    ['the 105th "overdue"', 'after two years', 730 * DAY, 'overdue 104'],
  ])('is %s %s', (_which, _when, after, expected) => {
    const reminder = remind(after);
    expect(
      reminder?.kind === 'overdue'
        ? `overdue ${reminder.window}`
        : reminder?.kind,
    ).toBe(expected);
  });

  it.each([
    ['closed', { open: false }],
    ['without a due instant', { dueAt: undefined }],
  ])('is absent for an item that is %s', (_what, change) => {
    expect(remind(DAY, change)).toBeUndefined();
  });

  it('is another one when the due instant moves', () => {
    const moved = remind(-DAY, { dueAt: new Date(dueAt.getTime() + DAY) });
    const first = remind(-DAY);
    expect(moved?.kind).toBe('dueSoon');
    expect(moved && triggerKey(moved)).not.toBe(first && triggerKey(first));
  });

  it('is the same throughout a window, and another one in each window', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -10 * DAY, max: 60 * DAY })),
        fc.integer({ min: HOUR, max: 10 * DAY }),
        fc.integer({ min: HOUR, max: 10 * DAY }),
        (instants, beforeMs, everyMs) => {
          for (const after of instants) {
            const reminder = reminderAt({
              item,
              windows: { beforeMs, everyMs },
              now: new Date(dueAt.getTime() + after),
            });
            const expected =
              after >= 0
                ? `overdue:issue:${dueAt.toISOString()}:${Math.floor(
                    after / everyMs,
                  )}`
                : `dueSoon:issue:${dueAt.toISOString()}`;
            expect(reminder && triggerKey(reminder)).toBe(
              after >= -beforeMs ? expected : undefined,
            );
          }
        },
      ),
    );
  });
});

describe('a change of assignee', () => {
  const now = new Date('2026-03-10T00:00:00.000Z');
  const longAgo = new Date(now.getTime() - DAY - 1);
  const sam = { version: 3, assigneeId: 'sam' };
  const nobody = { version: 3, assigneeId: undefined };
  const change = (difference: Partial<AssignedItem>) =>
    assigneeChange(
      {
        issueId: 'issue',
        open: true,
        createdAt: now,
        assigneeId: 'ada',
        assigneeRef: 'user:default/ada',
        ...difference,
      },
      now,
    );

  it.each<[string, string, Partial<AssignedItem>]>([
    ['is notified', 'a new item', {}],
    [
      'is notified',
      'an old item that gets someone',
      { createdAt: longAgo, recorded: nobody },
    ],
    [
      'is notified',
      'an item that changes hands',
      { createdAt: longAgo, recorded: sam },
    ],
    ['is only recorded', 'an old item seen first', { createdAt: longAgo }],
    ['is only recorded', 'a closed item', { open: false, recorded: sam }],
    [
      'is only recorded',
      'an item that nobody has any more',
      { assigneeId: undefined, assigneeRef: undefined, recorded: sam },
    ],
  ])('%s for %s', (outcome, _what, difference) => {
    const decided = change(difference);
    expect(decided?.expectedVersion).toBe(difference.recorded?.version ?? 0);
    expect(decided?.trigger !== undefined).toBe(outcome === 'is notified');
  });

  it('is absent for the recorded assignee', () => {
    expect(
      change({ recorded: { version: 1, assigneeId: 'ada' } }),
    ).toBeUndefined();
  });

  it('waits until the catalog says who the assignee is', () => {
    expect(change({ assigneeRef: undefined, recorded: sam })).toBeUndefined();
  });

  it('is notified once, however the assignees follow each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('ada', 'sam', undefined), { maxLength: 20 }),
        assignees => {
          let recorded: AssignedItem['recorded'];
          const keys: string[] = [];
          for (const assigneeId of assignees) {
            const before: string | undefined = recorded?.assigneeId;
            const seen = { assigneeId, assigneeRef: assigneeId };
            const decided = change({ ...seen, recorded });
            if (decided) {
              recorded = { version: decided.expectedVersion + 1, assigneeId };
            }
            if (decided?.trigger) keys.push(triggerKey(decided.trigger));
            expect(decided?.trigger !== undefined).toBe(
              assigneeId !== undefined && assigneeId !== before,
            );
            expect(change({ ...seen, recorded })).toBeUndefined();
          }
          expect(new Set(keys).size).toBe(keys.length);
        },
      ),
    );
  });
});
