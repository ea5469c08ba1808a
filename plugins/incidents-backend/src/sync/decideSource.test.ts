import { decideSource } from './decideSource';

const parentIssueId = 'parent';

describe('what an issue is to an incident', () => {
  it.each([
    [
      'its sub-issue, whatever else',
      'parent',
      'related',
      'blocks',
      false,
      'child',
    ],
    [
      'related, as was just read',
      undefined,
      undefined,
      'related',
      false,
      'related',
    ],
    [
      'still related, though only another relation was read',
      undefined,
      'related',
      'blocks',
      false,
      'related',
    ],
    [
      'what all relations make of it',
      undefined,
      'related',
      'blocks',
      true,
      'blocks',
    ],
    [
      'related, since it is no sub-issue any more',
      'other',
      'child',
      'related',
      false,
      'related',
    ],
    [
      'detached, since it is no sub-issue any more',
      'other',
      'child',
      undefined,
      false,
      'detached',
    ],
    [
      'unchanged, since relations were not read',
      'other',
      'blockedBy',
      undefined,
      false,
      'blockedBy',
    ],
    [
      'detached, since all relations were read',
      'other',
      'blockedBy',
      undefined,
      true,
      'detached',
    ],
    ['nothing', 'other', undefined, undefined, true, 'none'],
  ] as const)(
    '%s',
    (_what, issueParentId, stored, related, relationsComplete, expected) => {
      expect(
        decideSource({
          issueParentId,
          parentIssueId,
          stored,
          related,
          relationsComplete,
        }),
      ).toBe(expected);
    },
  );
});
