import { SimulatorSeed } from './SimulatorSeed';

const people: SimulatorSeed = {
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

/** The demo's organization, people, teams, labels and project, without issues. */
export const emptySeed: SimulatorSeed = people;

/** The same with a few ordinary issues. */
export const demoSeed: SimulatorSeed = {
  ...people,
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
