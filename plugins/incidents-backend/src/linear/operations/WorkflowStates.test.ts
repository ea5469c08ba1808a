import fc from 'fast-check';
import type { LinearState } from '../LinearIssue';
import { resolveState } from './WorkflowStates';

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

describe('resolveState', () => {
  it.each([
    [{ name: 'Done' }, 'Done'],
    [{ name: '  in progress ' }, 'In Progress'],
    [{ name: 'BLOCKED' }, 'Blocked'],
    [{ name: 'Closed' }, undefined],
    [{ type: 'completed' }, 'Released'],
    [{ type: 'started' }, 'In Progress'],
    [{ type: 'started', name: 'in review' }, 'In Review'],
    [{ type: 'completed', name: 'Closed' }, 'Released'],
    // Named so, but of another type: the type is what was asked for.
    [{ type: 'completed', name: 'Blocked' }, 'Released'],
    [{ type: 'triage' }, undefined],
  ])('resolves %j to %s', (target, expected) => {
    expect(resolveState(states, target)?.name).toBe(expected);
  });

  it('never depends on the order Linear lists the states in', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(states, { minLength: states.length }),
        fc.constantFrom('started', 'completed', 'canceled'),
        (shuffled, type) => {
          expect(resolveState(shuffled, { type })).toEqual(
            resolveState(states, { type }),
          );
        },
      ),
    );
  });
});
