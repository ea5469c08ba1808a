import { SweepState } from '@backstage-incidents/incidents-common';
import { sweepOutcome } from './sweepOutcome';

const counts = {
  incidents: 3,
  items: 9,
  added: 1,
  changed: 2,
  removed: 0,
  unchanged: 6,
  requests: 4,
};

function latest(state: SweepState['state'], more: Partial<SweepState> = {}) {
  return { id: 'sweep-8', state, startedAt: '', counts, ...more };
}

const asked = { id: 'sweep-8', wasRunning: false };

describe('sweepOutcome', () => {
  it.each([
    ['not read yet', undefined, { kind: 'started' }],
    ['another one', latest('completed', { id: 'x' }), { kind: 'started' }],
    ['requested', latest('requested'), { kind: 'started' }],
    ['running', latest('running'), { kind: 'started' }],
    ['completed', latest('completed'), { kind: 'completed', counts }],
    ['failed', latest('failed'), { kind: 'failed' }],
    [
      'held',
      latest('held', {
        breaker: {
          code: 'sweepHeld',
          message: 'held',
          params: { wouldRemove: 40, of: 90 },
        },
      }),
      { kind: 'held', wouldRemove: 40, of: 90 },
    ],
  ])('%s', (_, sweep, outcome) => {
    expect(sweepOutcome(asked, sweep)).toEqual(outcome);
  });

  it('distinguishes a sweep that ran already from a new one, while it runs', () => {
    const joined = { ...asked, wasRunning: true };
    expect(sweepOutcome(joined, latest('running')).kind).toBe('joined');
    expect(sweepOutcome(joined, latest('completed')).kind).toBe('completed');
  });
});
