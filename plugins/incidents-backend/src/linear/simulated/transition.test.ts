import { simulateLinear } from '../__testUtils__/simulatedLinear';
import { interactive } from '../__testUtils__/testGateway';

describe('a transition', () => {
  it('moves the issue and reports that, and does nothing the second time', async () => {
    const { gateway, store } = await simulateLinear();
    const { id } = store.createIssue({
      team: 'INC',
      title: 'Item',
      state: 'Todo',
    });
    const input = {
      issueId: id,
      to: ' done ',
      expectedFrom: 'TODO',
    };
    expect(await gateway.transition(input, interactive)).toMatchObject({
      outcome: 'moved',
      from: { name: 'Todo' },
      to: { name: 'Done' },
      issue: { id, state: { name: 'Done' } },
    });
    const at = store.issue(id).updatedAt;
    // Already there wins over a source that no longer fits.
    expect(await gateway.transition(input, interactive)).toMatchObject({
      outcome: 'alreadyThere',
      to: { name: 'Done' },
    });
    expect(store.issue(id).updatedAt).toBe(at);
  });

  it('is aborted when the issue is in another state than expected', async () => {
    const { gateway, store } = await simulateLinear();
    const { id } = store.createIssue({
      team: 'INC',
      title: 'Item',
      state: 'In Progress',
    });
    expect(
      await gateway.transition(
        { issueId: id, to: 'Done', expectedFrom: 'Todo' },
        interactive,
      ),
    ).toMatchObject({ outcome: 'aborted', actual: { name: 'In Progress' } });
    expect(store.stateOf(id).name).toBe('In Progress');
  });

  it('to an unknown state reports the states that the team has', async () => {
    const { gateway, store } = await simulateLinear();
    const { id } = store.createIssue({ team: 'INC', title: 'Item' });
    const outcome = await gateway.transition(
      { issueId: id, to: 'Shipped' },
      interactive,
    );
    expect(outcome).toEqual({
      outcome: 'unknownState',
      states: expect.arrayContaining(['Todo', 'In Progress', 'Done']),
    });
  });

  it('finds a state that was created after the states were last read', async () => {
    const { gateway, store } = await simulateLinear();
    const { id } = store.createIssue({ team: 'INC', title: 'Item' });
    await gateway.statesOf(store.team('INC').id, interactive);
    store.putState('INC', 'Shipped', { type: 'completed', position: 99 });
    expect(
      await gateway.transition({ issueId: id, to: 'Shipped' }, interactive),
    ).toMatchObject({ outcome: 'moved', to: { name: 'Shipped' } });
  });

  it('uses the states of the team that the issue is in now', async () => {
    const { gateway, store } = await simulateLinear();
    const { id } = store.createIssue({ team: 'INC', title: 'Item' });
    await gateway.transition({ issueId: id, to: 'Todo' }, interactive);
    store.moveToTeam(id, 'ENG');
    const outcome = await gateway.transition(
      { issueId: id, to: 'Done' },
      interactive,
    );
    expect(outcome).toMatchObject({
      outcome: 'moved',
      to: { id: store.state('ENG', 'Done').id },
    });
  });

  it('reads everything again once when Linear finds a discrepancy', async () => {
    const { gateway, store, fail, sent } = await simulateLinear();
    const { id } = store.createIssue({ team: 'INC', title: 'Item' });
    fail({
      kind: 'error',
      match: 'UpdateIssue',
      message: 'Discrepancy between issue team and state, cycle or project.',
      type: 'invalid input',
    });
    expect(
      await gateway.transition({ issueId: id, to: 'Done' }, interactive),
    ).toMatchObject({ outcome: 'moved' });
    expect(sent().filter(name => name === 'TeamStates')).toHaveLength(2);
  });
});
