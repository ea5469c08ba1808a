import fc from 'fast-check';
import type { LinearState } from '../LinearIssue';
import { lowestState } from './states';

const state = (name: string, type: string, position: number): LinearState => ({
  id: `${name}-${position}`,
  name,
  type,
  position,
  color: '#000000',
});

const states = [
  state('In Review', 'started', 3),
  state('In Progress', 'started', 2),
  state('Done', 'completed', 5),
  state('Released', 'completed', 4),
  state('Blocked', 'canceled', 6),
];

describe('lowestState', () => {
  it.each([
    ['completed', 'Released'],
    ['started', 'In Progress'],
    ['triage', undefined],
  ])(
    'of type %s is %s, in whatever order Linear lists the states',
    (type, name) => {
      fc.assert(
        fc.property(
          fc.shuffledSubarray(states, { minLength: states.length }),
          shuffled => {
            expect(lowestState(shuffled, type)?.name).toBe(name);
          },
        ),
      );
    },
  );
});
