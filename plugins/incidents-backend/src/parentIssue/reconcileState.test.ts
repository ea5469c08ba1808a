import type { LinearState } from '../linear';
import { chooseState } from './reconcileState';

function state(name: string, type: string, position: number): LinearState {
  return { id: name, name, type, color: '#fff', position };
}

const states = [
  state('In Review', 'started', 3),
  state('In Progress', 'started', 2),
  state('Todo', 'unstarted', 1),
  state('Closed', 'completed', 9),
  state('Done', 'completed', 4),
  state('Blocked', 'canceled', 5),
];

describe('chooseState', () => {
  it.each([
    ['the lowest position of the type', { type: 'started' }, 'In Progress'],
    ['the configured name', { type: 'completed', name: ' closed ' }, 'Closed'],
    [
      'a configured open state of another type',
      { type: 'started', name: 'Todo' },
      'Todo',
    ],
    [
      'the lowest position if the name is unknown',
      { type: 'completed', name: 'Shipped' },
      'Done',
    ],
    [
      'the lowest position if the name means something else',
      { type: 'started', name: 'Blocked' },
      'In Progress',
    ],
    [
      'the lowest position if the name is empty',
      { type: 'canceled', name: '' },
      'Blocked',
    ],
  ] as const)('takes %s', (_, target, expected) => {
    expect(chooseState(states, target)?.name).toBe(expected);
  });

  it('is none when the team has no state of the type', () => {
    expect(
      chooseState(states.slice(0, 3), { type: 'completed' }),
    ).toBeUndefined();
  });
});
