import type { LinearDocument } from '@linear/sdk';
import type {
  LinearCall,
  ProbeExpectations,
  ProbeResult,
} from '../LinearGateway';
import * as documents from '../documents';
import type { LinearRequester } from '../transport/LinearRequester';
import { chunk } from './chunk';
import { checkExpectations } from './checkExpectations';
import type { TeamMemory } from './TeamMemory';

/** Matches nothing, where nothing is configured; what an empty `or` matches is not documented. */
const NOTHING: { id: { eq: string } }[] = [
  { id: { eq: '00000000-0000-0000-0000-000000000000' } },
];

/** Checks credentials and configured names in one request (one more per 60 further teams). */
export async function probeLinear(
  deps: {
    requester: LinearRequester;
    teams: TeamMemory;
    scopes: () => string[] | undefined;
  },
  expectations: ProbeExpectations,
  call: LinearCall,
): Promise<ProbeResult> {
  const teamKeys = [
    ...expectations.teams,
    ...expectations.projects,
    ...expectations.labels,
    ...expectations.states,
  ].flatMap(({ teamKey }) => (teamKey === undefined ? [] : [teamKey]));
  const [first, ...more] = selections(teamKeys, expectations.teamIds ?? []);
  const ask = (teams: LinearDocument.TeamFilter[]) =>
    deps.requester.run(
      documents.probe,
      {
        teams: { or: teams },
        projects: { or: names(expectations.projects) },
        labels: { or: names(expectations.labels) },
      },
      call,
    );
  const answer = await ask(first);
  const read = [...answer.teams.nodes];
  for (const teams of more) {
    read.push(...(await ask(teams)).teams.nodes);
  }
  await deps.teams.remember(
    read.flatMap(({ states, ...team }) =>
      states.isFull ? [] : [{ ...team, states: states.nodes }],
    ),
  );
  const configured = new Set(teamKeys.map(key => key.toUpperCase()));
  const teams = read.filter(({ key }) => configured.has(key.toUpperCase()));
  const scopes = deps.scopes();
  return {
    actor: answer.viewer,
    organization: answer.organization,
    scopes,
    teams: teams.map(({ states, ...team }) => ({
      ...team,
      states: states.nodes,
    })),
    faults: checkExpectations(expectations, {
      scopes,
      teams: teams.map(({ key, states }) => ({
        key,
        states: states.nodes.map(state => state.name),
        isTruncated: states.isFull,
      })),
      projects: answer.projects.nodes.map(({ name, teams: of }) => ({
        name,
        teamKeys: of.isFull ? undefined : of.nodes.map(({ key }) => key),
      })),
      isProjectsTruncated: answer.projects.isFull,
      labels: answer.issueLabels.nodes
        .filter(label => !label.isGroup)
        .map(({ name, team }) => ({ name, teamKey: team?.key })),
      isLabelsTruncated: answer.issueLabels.isFull,
    }),
  };
}

/** What selects the teams of each request: all keys, and of the ids what there is room for. */
function selections(
  keys: string[],
  ids: string[],
): [LinearDocument.TeamFilter[], ...LinearDocument.TeamFilter[][]] {
  const [first = [], ...more] = chunk(keys, documents.PROBE_TEAMS);
  const [further = []] = chunk(ids, documents.PROBE_TEAMS - first.length || 1);
  const byKey = (some: string[]) =>
    some.length > 0 ? [{ key: { in: some } }] : NOTHING;
  const hasRoom = first.length < documents.PROBE_TEAMS && further.length > 0;
  return [
    hasRoom ? [...byKey(first), { id: { in: further } }] : byKey(first),
    ...more.map(byKey),
  ];
}

function names(expected: { name: string }[]) {
  const filters = expected.map(({ name }) => ({
    name: { eqIgnoreCase: name.trim() },
  }));
  return filters.length > 0 ? filters : NOTHING;
}
