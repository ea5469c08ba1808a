import { SimulatorSeed } from './SimulatorSeed';

/** Organization, people, teams, labels and project of the tests, without issues. */
export const emptySeed: SimulatorSeed = {
  organization: { name: 'Demo workspace', urlKey: 'demo' },
  users: [
    { name: 'Ada Olsen', email: 'ada.olsen@example.com', admin: true },
    { name: 'Sam Weber', email: 'sam.weber@example.com' },
    { name: 'Priya Nair', email: 'priya.nair@example.com' },
    { name: 'Jonas Lind', email: 'jonas.lind@example.com' },
    { name: 'Mei Tanaka', email: 'mei.tanaka@example.com' },
    { name: 'Omar Haddad', email: 'omar.haddad@example.com' },
  ],
  teams: [
    { key: 'INC', name: 'Incidents' },
    { key: 'PAY', name: 'Payments', triageEnabled: true },
    { key: 'ENG', name: 'Engineering' },
  ],
  projects: [{ name: 'Reliability', teams: ['PAY'] }],
  labels: [
    { name: 'incident', color: '#eb5757' },
    { name: 'pci', color: '#f2994a' },
  ],
};

/**
 * The same for the demo, with a few ordinary issues. The demo's incidents are
 * INC-1, INC-2, …, so no team has the key INC.
 */
export const demoSeed: SimulatorSeed = {
  ...emptySeed,
  teams: emptySeed.teams?.map(team =>
    team.key === 'INC' ? { key: 'SRE', name: 'Site Reliability' } : team,
  ),
  issues: [
    {
      team: 'ENG',
      title: 'Document how the on-call hand-over works',
      state: 'Todo',
      assignee: 'mei.tanaka@example.com',
      priority: 3,
    },
    {
      team: 'ENG',
      title: 'Alert when the error rate of the gateway doubles',
      state: 'In Progress',
      assignee: 'jonas.lind@example.com',
      priority: 2,
    },
    {
      team: 'ENG',
      title: 'Retry idempotent calls to the catalog',
      state: 'Done',
      assignee: 'sam.weber@example.com',
      priority: 4,
    },
    {
      team: 'PAY',
      title: 'Make the refund job restartable',
      state: 'Backlog',
      assignee: 'priya.nair@example.com',
      project: 'Reliability',
      priority: 3,
    },
    {
      team: 'PAY',
      title: 'Rotate the card vault key',
      state: 'Todo',
      labels: ['pci'],
      priority: 2,
    },
  ],
};
