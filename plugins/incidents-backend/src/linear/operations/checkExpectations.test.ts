import { reason } from '@backstage-incidents/incidents-common';
import { type ProbeFindings, checkExpectations } from './probe';

const found: ProbeFindings = {
  teams: [
    { key: 'INC', states: ['Todo', 'In Progress', 'Done'], isTruncated: false },
    { key: 'PAY', states: ['Backlog', 'Closed'], isTruncated: false },
  ],
  isTeamsTruncated: false,
  projects: [{ name: 'Reliability', teamKeys: ['PAY'] }],
  isProjectsTruncated: false,
  labels: [{ name: 'incident' }, { name: 'pci', teamKey: 'PAY' }],
  isLabelsTruncated: false,
};
const nothing = { teams: [], projects: [], labels: [], states: [] };

describe('checkExpectations', () => {
  it('finds no fault when Linear has everything, ignoring letter case', () => {
    expect(
      checkExpectations(
        {
          teams: [{ configKey: 'a', teamKey: 'inc' }],
          projects: [{ configKey: 'b', name: 'reliability', teamKey: 'pay' }],
          labels: [
            { configKey: 'c', name: 'Incident', teamKey: 'INC' },
            { configKey: 'd', name: 'PCI', teamKey: 'PAY' },
          ],
          states: [{ configKey: 'e', name: ' done ', teamKey: 'INC' }],
        },
        found,
      ),
    ).toEqual([]);
  });

  it('reports each fault under its own key', () => {
    const faults = checkExpectations(
      {
        teams: [{ configKey: 'rules[0].use.team', teamKey: 'OPS' }],
        projects: [
          { configKey: 'rules[1].use.project', name: 'Safety' },
          {
            configKey: 'rules[2].use.project',
            name: 'Reliability',
            teamKey: 'INC',
          },
        ],
        labels: [
          { configKey: 'rules[3].use.labels[0]', name: 'pci', teamKey: 'INC' },
          { configKey: 'rules[4].use.labels[0]', name: 'pci' },
        ],
        states: [
          { configKey: 'rules[5].use.state', name: 'Triage', teamKey: 'PAY' },
        ],
      },
      found,
    );
    expect(faults.map(fault => fault.configKey)).toEqual([
      'rules[0].use.team',
      'rules[1].use.project',
      'rules[2].use.project',
      'rules[3].use.labels[0]',
      'rules[4].use.labels[0]',
      'rules[5].use.state',
    ]);
    expect(faults.map(({ code }) => code)).toEqual([
      'linearTeamNotFound',
      'linearProjectNotFound',
      'linearProjectOfOtherTeam',
      'linearLabelNotFound',
      'linearLabelNotFound',
      'linearStateNotFound',
    ]);
    expect(faults[5]?.message).toContain('Backlog, Closed');
  });

  it('checks a default state against every team that has none of its own', () => {
    const states = [
      { configKey: 'states.default.completed', name: 'Done' },
      { configKey: 'states.default.open', name: 'In Progress' },
      {
        configKey: 'states.teams.PAY.completed',
        name: 'Closed',
        teamKey: 'PAY',
      },
    ];
    const faults = checkExpectations({ ...nothing, states }, found);
    expect(faults).toEqual([
      {
        configKey: 'states.default.open',
        ...reason('linearStateNotFound', {
          state: 'In Progress',
          team: 'PAY',
          states: ['Backlog', 'Closed'],
        }),
      },
    ]);
  });

  it('reports nothing as missing from a truncated list', () => {
    expect(
      checkExpectations(
        {
          teams: [{ configKey: 'd', teamKey: 'OPS' }],
          projects: [{ configKey: 'a', name: 'Other' }],
          labels: [{ configKey: 'b', name: 'other' }],
          states: [{ configKey: 'c', name: 'Other', teamKey: 'INC' }],
        },
        {
          ...found,
          teams: [{ key: 'INC', states: ['Todo'], isTruncated: true }],
          isTeamsTruncated: true,
          isProjectsTruncated: true,
          isLabelsTruncated: true,
        },
      ),
    ).toEqual([]);
  });

  it.each([
    [undefined, 0],
    [['read', 'write'], 0],
    [['read'], 1],
    [[], 1],
  ])('with the scopes %j it finds %d faults', (scopes, count) => {
    expect(checkExpectations(nothing, { ...found, scopes })).toHaveLength(
      count,
    );
  });
});
