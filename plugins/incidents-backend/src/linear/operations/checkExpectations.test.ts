import { reason } from '@backstage-incidents/incidents-common';
import { type ProbeFindings, checkExpectations } from './probe';

const list = <T>(...nodes: T[]) => ({ nodes, isTruncated: false });
const states = (...names: string[]) => list(...names.map(name => ({ name })));

const found: ProbeFindings = {
  teams: list(
    { key: 'INC', states: states('Todo', 'In Progress', 'Done') },
    { key: 'PAY', states: states('Backlog', 'Closed') },
  ),
  projects: list({ name: 'Reliability', teams: list({ key: 'PAY' }) }),
  issueLabels: list(
    { name: 'incident', isGroup: false },
    { name: 'pci', isGroup: false, team: { key: 'PAY' } },
    { name: 'area', isGroup: true },
  ),
};

describe('checkExpectations', () => {
  it('finds no fault when Linear has everything, ignoring letter case', () => {
    expect(
      checkExpectations(
        [
          { key: 'a', kind: 'team', name: 'inc', team: 'inc' },
          { key: 'b', kind: 'project', name: 'reliability', team: 'pay' },
          { key: 'c', kind: 'label', name: 'Incident', team: 'INC' },
          { key: 'd', kind: 'label', name: 'PCI', team: 'PAY' },
          { key: 'e', kind: 'state', name: ' done ', team: 'INC' },
        ],
        found,
      ),
    ).toEqual([]);
  });

  it('reports each fault under its own key', () => {
    const faults = checkExpectations(
      [
        { key: 'rules[0].use.team', kind: 'team', name: 'OPS', team: 'OPS' },
        {
          key: 'rules[1].use.project',
          kind: 'project',
          name: 'Safety',
          team: 'INC',
        },
        {
          key: 'rules[2].use.project',
          kind: 'project',
          name: 'Reliability',
          team: 'INC',
        },
        {
          key: 'rules[3].use.labels[0]',
          kind: 'label',
          name: 'pci',
          team: 'INC',
        },
        {
          key: 'rules[4].use.labels[0]',
          kind: 'label',
          name: 'pci',
          team: 'INC',
        },
        {
          key: 'rules[4].use.labels[1]',
          kind: 'label',
          name: 'area',
          team: 'INC',
        },
        {
          key: 'rules[5].use.state',
          kind: 'state',
          name: 'Triage',
          team: 'PAY',
        },
      ],
      found,
    );
    expect(faults.map(fault => fault.key)).toEqual([
      'rules[0].use.team',
      'rules[1].use.project',
      'rules[2].use.project',
      'rules[3].use.labels[0]',
      'rules[4].use.labels[0]',
      'rules[4].use.labels[1]',
      'rules[5].use.state',
    ]);
    expect(faults.map(({ code }) => code)).toEqual([
      'linearTeamNotFound',
      'linearProjectNotFound',
      'linearProjectOfOtherTeam',
      'linearLabelNotFound',
      'linearLabelNotFound',
      'linearLabelNotFound',
      'linearStateNotFound',
    ]);
    expect(faults[6]?.message).toContain('Backlog, Closed');
  });

  it('checks a state in the team that should have it', () => {
    const faults = checkExpectations(
      [
        {
          key: 'states.default.open',
          kind: 'state',
          name: 'In Progress',
          team: 'INC',
        },
        {
          key: 'states.default.open',
          kind: 'state',
          name: 'In Progress',
          team: 'PAY',
        },
        {
          key: 'states.teams.PAY.completed',
          kind: 'state',
          name: 'Closed',
          team: 'PAY',
        },
      ],
      found,
    );
    expect(faults).toEqual([
      {
        key: 'states.default.open',
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
        [
          { key: 'a', kind: 'team', name: 'OPS', team: 'OPS' },
          { key: 'b', kind: 'project', name: 'Other', team: 'INC' },
          { key: 'c', kind: 'label', name: 'other', team: 'INC' },
          { key: 'd', kind: 'state', name: 'Other', team: 'INC' },
        ],
        {
          teams: {
            nodes: [
              { key: 'INC', states: { ...states('Todo'), isTruncated: true } },
            ],
            isTruncated: true,
          },
          projects: { ...found.projects, isTruncated: true },
          issueLabels: { ...found.issueLabels, isTruncated: true },
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
    expect(checkExpectations([], { ...found, scopes })).toHaveLength(count);
  });
});
