import * as fc from 'fast-check';
import { decideReminders, RemindedItem } from './decideReminders';
import { occasionKey } from './occasions';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const windows = { beforeMs: 3 * DAY, everyMs: 7 * DAY };
const dueAt = new Date('2026-03-10T00:00:00.000Z');

const item: RemindedItem = {
  issueId: 'issue',
  open: true,
  dueAt,
  fresh: true,
  recipient: 'user:default/ada',
};

function decide(options: {
  after: number;
  made?: string[];
  change?: Partial<RemindedItem>;
}) {
  return decideReminders({
    items: [{ ...item, ...options.change }],
    made: new Set(options.made),
    windows,
    now: new Date(dueAt.getTime() + options.after),
  });
}

describe('decideReminders', () => {
  it.each([
    ['long before', -4 * DAY, undefined],
    ['a moment before the window', -3 * DAY - 1, undefined],
    ['when the window opens', -3 * DAY, 'dueSoon'],
    ['a moment before it is due', -1, 'dueSoon'],
    ['when it is due', 0, 'overdue 0'],
    ['a moment before the second reminder', 7 * DAY - 1, 'overdue 0'],
    ['at the second reminder', 7 * DAY, 'overdue 1'],
    ['after two years', 730 * DAY, 'overdue 104'],
  ])('decides %s', (_when, after, expected) => {
    const [reminder] = decide({ after });
    const said =
      reminder?.kind === 'overdue'
        ? `overdue ${reminder.window}`
        : reminder?.kind;
    expect(said).toBe(expected);
  });

  it.each([
    ['closed', { open: false }],
    ['without a due instant', { dueAt: undefined }],
    ['not read for long', { fresh: false }],
    ['nobody answers for', { recipient: undefined }],
  ])('leaves alone an item that is %s', (_what, change) => {
    expect(decide({ after: DAY, change })).toEqual([]);
  });

  it('reminds anew when the due instant moves', () => {
    const [first] = decide({ after: -DAY });
    const made = [occasionKey(first)];
    expect(decide({ after: -DAY, made })).toEqual([]);
    const moved = new Date(dueAt.getTime() + DAY);
    expect(
      decide({ after: -DAY, made, change: { dueAt: moved } }),
    ).toMatchObject([{ kind: 'dueSoon', dueAt: moved.toISOString() }]);
  });

  it('makes at most one reminder per window, whenever and however often it is asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -10 * DAY, max: 60 * DAY }), {
          maxLength: 50,
        }),
        fc.integer({ min: HOUR, max: 10 * DAY }),
        fc.integer({ min: HOUR, max: 10 * DAY }),
        (instants, beforeMs, everyMs) => {
          const made = new Set<string>();
          const soon: number[] = [];
          const late: number[] = [];
          for (const after of [...instants].sort((a, b) => a - b)) {
            const now = new Date(dueAt.getTime() + after);
            const reminders = decideReminders({
              items: [item, item],
              made,
              windows: { beforeMs, everyMs },
              now,
            });
            expect(reminders.length).toBeLessThanOrEqual(1);
            for (const reminder of reminders) {
              made.add(occasionKey(reminder));
              (reminder.kind === 'overdue' ? late : soon).push(after);
            }
          }
          expect(soon.length).toBeLessThanOrEqual(1);
          expect(soon.every(after => after >= -beforeMs && after < 0)).toBe(
            true,
          );
          const hit = late.map(after => Math.floor(after / everyMs));
          expect(new Set(hit).size).toBe(hit.length);
          const asked = instants.filter(after => after >= 0);
          expect(late.length > 0).toBe(asked.length > 0);
        },
      ),
    );
  });
});
