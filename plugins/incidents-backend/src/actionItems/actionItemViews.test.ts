import { itemTeamView } from './actionItemViews';

describe('a team as readers get it', () => {
  it('has its states as Linear shows them: by type, then position, new types last', () => {
    const state = (name: string, type: string, position: number) => ({
      id: name,
      name,
      type,
      color: '#fff',
      position,
    });
    const { states, ...team } = itemTeamView({
      id: 'a',
      key: 'PAY',
      name: 'Payments',
      visibility: 'private',
      states: [
        state('Snoozed', 'snoozed', 0),
        state('Duplicate', 'duplicate', 0),
        state('In Review', 'started', 2),
        state('Canceled', 'canceled', 0),
        state('Done', 'completed', 3),
        state('In Progress', 'started', 1),
        state('Todo', 'unstarted', 9),
        state('Backlog', 'backlog', 5),
        state('Triage', 'triage', 7),
      ],
    });
    expect(team).toEqual({
      key: 'PAY',
      name: 'Payments',
      visibility: 'private',
    });
    expect(states.map(({ name }) => name)).toEqual([
      'Triage',
      'Backlog',
      'Todo',
      'In Progress',
      'In Review',
      'Done',
      'Canceled',
      'Duplicate',
      'Snoozed',
    ]);
    expect(states[0]).toEqual({
      name: 'Triage',
      type: 'triage',
      color: '#fff',
    });
  });
});
