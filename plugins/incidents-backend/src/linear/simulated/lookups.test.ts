import { randomUUID } from 'node:crypto';
import { emptySeed } from 'linear-simulator';
import { simulateLinear } from '../__testUtils__/simulatedLinear';
import { background, interactive } from '../__testUtils__/testGateway';

describe('looking up names', () => {
  it('finds a team by key with its flags', async () => {
    const { gateway, store } = await simulateLinear();
    expect(await gateway.teamByKey('pay', interactive)).toMatchObject({
      outcome: 'found',
      value: {
        id: store.team('PAY').id,
        key: 'PAY',
        defaultStateId: expect.any(String),
        visibility: 'public',
        autoCloseParentIssues: false,
      },
    });
    expect(await gateway.teamByKey('NOPE', interactive)).toEqual({
      outcome: 'absent',
    });
  });

  it('caches the states of a team for a while', async () => {
    const { gateway, store, sent, clock } = await simulateLinear();
    const team = store.team('INC').id;
    const states = await gateway.statesOf(team, interactive);
    expect(states.map(state => state.id).sort()).toEqual(
      store
        .states('INC')
        .map(state => state.id)
        .sort(),
    );
    await gateway.statesOf(team, interactive);
    expect(sent()).toHaveLength(1);
    clock.advance(600_000);
    await gateway.statesOf(team, interactive);
    expect(sent()).toHaveLength(2);
    await expect(
      gateway.statesOf(randomUUID(), interactive),
    ).rejects.toMatchObject({
      reason: 'notFound',
    });
  });

  it('finds active people by email, ignoring letter case, or by id', async () => {
    const ada = '0b6a2a4e-3f5c-4c1e-9a54-6a8f2f6f9a01';
    const left = '0b6a2a4e-3f5c-4c1e-9a54-6a8f2f6f9a02';
    const { gateway, sent } = await simulateLinear({
      seed: {
        ...emptySeed,
        users: [
          { id: ada, name: 'Ada', email: 'Ada@Example.com' },
          { id: left, name: 'Left', email: 'left@example.com', active: false },
        ],
      },
    });
    for (const key of [{ email: ' ada@example.COM' }, { id: ada }]) {
      expect(await gateway.findUser(key, interactive)).toMatchObject({
        outcome: 'found',
        value: { id: ada, name: 'Ada' },
      });
    }
    for (const key of [
      { email: 'left@example.com' },
      { id: left },
      { email: 'nobody@example.com' },
      { id: randomUUID() },
    ]) {
      expect(await gateway.findUser(key, interactive)).toEqual({
        outcome: 'absent',
      });
    }
    const before = sent().length;
    for (const key of [{ email: ' ' }, { id: 'not a UUID' }]) {
      expect(await gateway.findUser(key, interactive)).toEqual({
        outcome: 'absent',
      });
    }
    expect(sent()).toHaveLength(before);
  });

  it.each([
    [[{ name: 'incident' }, { name: 'Incident', team: 'PAY' }]],
    [[{ name: 'Incident', team: 'PAY' }, { name: 'incident' }]],
  ])(
    'prefers labels of the team over those of the workspace, given %j',
    async both => {
      const { gateway, store } = await simulateLinear({
        seed: { ...emptySeed, labels: [...both, { name: 'pci', team: 'ENG' }] },
      });
      const pay = store.team('PAY').id;
      const labels = await gateway.labelsByName(
        ['INCIDENT', 'pci', 'none'],
        { teamId: pay },
        interactive,
      );
      expect([...labels]).toEqual([
        ['incident', expect.objectContaining({ teamId: pay })],
      ]);
      expect(
        (await gateway.labelsByName(['incident'], {}, interactive)).get(
          'incident',
        )?.teamId,
      ).toBeUndefined();
    },
  );

  it('finds projects, only those of the team if one is given', async () => {
    const { gateway, store } = await simulateLinear();
    const inTeam = (key: string) =>
      gateway.projectByName(
        ' reliability',
        { teamId: store.team(key).id },
        interactive,
      );
    expect(await inTeam('PAY')).toMatchObject({
      outcome: 'found',
      value: { name: 'Reliability' },
    });
    expect(await inTeam('ENG')).toEqual({ outcome: 'absent' });
    expect(
      await gateway.projectByName('Reliability', {}, interactive),
    ).toMatchObject({ outcome: 'found' });
  });
});

describe('the probe', () => {
  it('returns actor, teams and every fault in one request', async () => {
    const { gateway, store, sent } = await simulateLinear();
    const result = await gateway.probe(
      [
        { key: 'default.team', kind: 'team', name: 'INC', team: 'INC' },
        { key: 'rules[0].use.team', kind: 'team', name: 'GONE', team: 'GONE' },
        {
          key: 'rules[0].use.project',
          kind: 'project',
          name: 'Reliability',
          team: 'PAY',
        },
        {
          key: 'rules[1].use.project',
          kind: 'project',
          name: 'Nowhere',
          team: 'INC',
        },
        {
          key: 'rules[0].use.labels[0]',
          kind: 'label',
          name: 'incident',
          team: 'INC',
        },
        {
          key: 'rules[0].use.labels[1]',
          kind: 'label',
          name: 'nothing',
          team: 'INC',
        },
        {
          key: 'states.default.open',
          kind: 'state',
          name: 'in progress',
          team: 'INC',
        },
        {
          key: 'states.teams.PAY.completed',
          kind: 'state',
          name: 'Closed',
          team: 'PAY',
        },
      ],
      [],
      background,
    );
    expect(sent()).toEqual(['Probe']);
    expect(result.scopes).toBeUndefined();
    expect(result.teams.map(team => team.key).sort()).toEqual(['INC', 'PAY']);
    expect(result.teams.find(team => team.key === 'INC')?.states.length).toBe(
      store.states('INC').length,
    );
    expect(result.faults.map(fault => fault.key)).toEqual([
      'rules[0].use.team',
      'rules[1].use.project',
      'rules[0].use.labels[1]',
      'states.teams.PAY.completed',
    ]);
  });

  it('finds no fault when nothing is configured', async () => {
    const { gateway } = await simulateLinear();
    expect((await gateway.probe([], [], background)).faults).toEqual([]);
  });
});
