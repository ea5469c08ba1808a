import {
  actionItem,
  actionItems,
  states,
  teams,
} from '../../__testUtils__/fixtures';
import { runsOfType, statesOfTeam } from './statesOfTeam';

describe('statesOfTeam', () => {
  it("offers the whole workflow of the item's own team", () => {
    expect(statesOfTeam(actionItems(), 'ENG')).toEqual({
      states: teams.engineering.states,
      complete: true,
    });
  });

  it('offers what was seen of a team not yet read, and says that there may be more', () => {
    const data = actionItems({
      teams: [],
      items: [
        actionItem({ identifier: 'PAY-1', title: 'One' }),
        actionItem({ identifier: 'PAY-2', title: 'Two', status: 'done' }),
        actionItem({ identifier: 'ENG-3', title: 'Three', status: 'canceled' }),
      ],
    });
    expect(statesOfTeam(data, 'PAY')).toEqual({
      states: [states.todo, states.done, states.inProgress],
      complete: false,
    });
    expect(statesOfTeam(data, 'OPS')).toEqual({ states: [], complete: false });
  });
});

describe('runsOfType', () => {
  it('keeps the order and puts neighbours of one type together', () => {
    expect(
      runsOfType(teams.payments.states).map(run => [
        run.type,
        run.states.map(state => state.name),
      ]),
    ).toEqual([
      ['backlog', ['Backlog']],
      ['unstarted', ['Todo']],
      ['started', ['In Progress', 'In Review']],
      ['completed', ['Done']],
      ['canceled', ['Canceled']],
    ]);
  });
});
