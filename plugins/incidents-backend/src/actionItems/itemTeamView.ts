import { ItemTeam } from '@backstage-incidents/incidents-common';
import { LinearTeamReading } from '../linear';

/** Linear's own order of the types of states. */
const TYPES = [
  'triage',
  'backlog',
  'unstarted',
  'started',
  'completed',
  'canceled',
  'duplicate',
];

/** A team as readers get it, its states in the order in which Linear shows them; types that are new to us come last. */
export function itemTeamView(team: LinearTeamReading): ItemTeam {
  const { key, name, visibility } = team;
  const rank = (type: string) =>
    TYPES.includes(type) ? TYPES.indexOf(type) : TYPES.length;
  return {
    key,
    name,
    visibility,
    states: [...team.states]
      .sort(
        (a, b) =>
          rank(a.type) - rank(b.type) ||
          a.type.localeCompare(b.type) ||
          a.position - b.position,
      )
      .map(({ name: stateName, type, color }) => ({
        name: stateName,
        type,
        color,
      })),
  };
}
