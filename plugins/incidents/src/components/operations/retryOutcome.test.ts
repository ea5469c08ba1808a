import { retryOutcome } from './retryOutcome';

const retried = {
  id: 'work-1',
  what: 'INC-41 Parent issue',
  since: '2026-01-05T10:00:00Z',
};

function escalated(since: string, id = 'work-1') {
  return {
    id,
    kind: 'reconcileParent',
    reason: { code: 'linearTeamNotFound', message: 'Still no team PAYX.' },
    since,
  };
}

describe('retryOutcome', () => {
  it.each([
    [
      'not read since',
      { due: 0, escalated: [escalated(retried.since)] },
      { kind: 'underWay' },
    ],
    ['waiting for its turn', { due: 1, escalated: [] }, { kind: 'underWay' }],
    ['gone', { due: 0, escalated: [] }, { kind: 'done' }],
    [
      'gone, others not',
      { due: 0, escalated: [escalated('2026-01-05T09:00:00Z', 'work-2')] },
      { kind: 'done' },
    ],
    [
      'back with a later instant',
      { due: 0, escalated: [escalated('2026-01-05T10:00:09Z')] },
      {
        kind: 'failedAgain',
        reason: { code: 'linearTeamNotFound', message: 'Still no team PAYX.' },
      },
    ],
  ])('%s', (_, work, outcome) => {
    expect(retryOutcome(retried, { ...work, waiting: [] })).toEqual(outcome);
  });
});
