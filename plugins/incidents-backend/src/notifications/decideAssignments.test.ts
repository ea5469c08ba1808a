import * as fc from 'fast-check';
import {
  AssignedItem,
  decideAssignments,
  KnownAssignee,
  NEWS_MILLISECONDS,
} from './decideAssignments';

const now = new Date('2026-03-10T00:00:00.000Z');
const longAgo = new Date(now.getTime() - NEWS_MILLISECONDS - 1);

const item: AssignedItem = {
  issueId: 'issue',
  open: true,
  createdAt: now,
  assigneeId: 'ada',
  assigneeRef: 'user:default/ada',
};

function decide(change: Partial<AssignedItem>, last?: KnownAssignee) {
  return decideAssignments({
    items: [{ ...item, ...change }],
    known: new Map(last ? [['issue', last]] : []),
    now,
  })[0];
}

describe('decideAssignments', () => {
  const sam = { version: 3, assigneeId: 'sam' };
  const nobody = { version: 3, assigneeId: undefined };

  it.each<[string, Partial<AssignedItem>, KnownAssignee | undefined, boolean]>([
    ['a new item', {}, undefined, true],
    ['an old item seen first', { createdAt: longAgo }, undefined, false],
    ['an old item that gets someone', { createdAt: longAgo }, nobody, true],
    ['an item that changes hands', { createdAt: longAgo }, sam, true],
    ['a closed item', { open: false }, sam, false],
    [
      'an item nobody has any more',
      { assigneeId: undefined, assigneeRef: undefined },
      sam,
      false,
    ],
  ])('decides on %s', (_what, change, last, tell) => {
    expect(decide(change, last)).toMatchObject({
      tell,
      expectedVersion: last?.version ?? 0,
    });
  });

  it('says nothing of an assignee who is known already', () => {
    expect(decide({}, { version: 1, assigneeId: 'ada' })).toBeUndefined();
  });

  it('waits for the catalog to say who the assignee is', () => {
    expect(decide({ assigneeRef: undefined }, sam)).toBeUndefined();
  });

  it('tells of nothing twice once the look is remembered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('ada', 'sam', undefined), { maxLength: 20 }),
        assignees => {
          let last: KnownAssignee | undefined;
          for (const assigneeId of assignees) {
            const before: string | undefined = last?.assigneeId;
            const seen = { assigneeId, assigneeRef: assigneeId };
            const change = decide(seen, last);
            if (change) {
              last = { version: change.expectedVersion + 1, assigneeId };
            }
            expect(change?.tell ?? false).toBe(
              assigneeId !== undefined && assigneeId !== before,
            );
            expect(decide(seen, last)).toBeUndefined();
          }
        },
      ),
    );
  });
});
