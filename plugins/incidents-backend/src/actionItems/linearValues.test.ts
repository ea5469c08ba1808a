import type { LinearState } from '../linear';
import { chooseItemState } from './linearValues';

const state = (id: string, type: string, position = 0): LinearState => ({
  id,
  name: id,
  type,
  color: '#fff',
  position,
});
const states = [
  state('triage', 'triage'),
  state('started', 'started'),
  state('later', 'unstarted', 2),
  state('next', 'unstarted', 1),
  state('backlog', 'backlog'),
];

it.each<[string, LinearState[], string | undefined, string | undefined]>([
  ["the team's default", states, 'backlog', 'backlog'],
  ['unstarted before triage', states, 'triage', 'next'],
  ['unstarted for an unknown default', states, undefined, 'next'],
  ['backlog without unstarted', [states[0], states[4]], 'triage', 'backlog'],
  ['nothing where there is only triage', [states[0]], 'triage', undefined],
])('chooses %s', (_, known, defaultStateId, chosen) => {
  expect(chooseItemState({ states: known, defaultStateId })?.id).toBe(chosen);
});
