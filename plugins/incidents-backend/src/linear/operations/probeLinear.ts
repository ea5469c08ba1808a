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
  const askTeams = (teams: LinearDocument.TeamFilter[]) => ({
    teams: anyOf(teams),
    withTeams: teams.length > 0,
  });
  const projectNames = names(expectations.projects);
  const labelNames = names(expectations.labels);
  const answer = await deps.requester.run(
    documents.probe,
    {
      ...askTeams(first),
      projects: anyOf(projectNames),
      withProjects: projectNames.length > 0,
      labels: anyOf(labelNames),
      withLabels: labelNames.length > 0,
    },
    call,
  );
  const read = [...answer.teams.nodes];
  let isTeamsTruncated = answer.teams.isTruncated;
  for (const teams of more) {
    const further = await deps.requester.run(
      documents.probe,
      { ...askTeams(teams), withProjects: false, withLabels: false },
      call,
    );
    read.push(...further.teams.nodes);
    isTeamsTruncated ||= further.teams.isTruncated;
  }
  await deps.teams.remember(
    read.flatMap(({ states, ...team }) =>
      states.isTruncated ? [] : [{ ...team, states: states.nodes }],
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
        isTruncated: states.isTruncated,
      })),
      isTeamsTruncated,
      projects: answer.projects.nodes.map(({ name, teams: of }) => ({
        name,
        teamKeys: of.isTruncated ? undefined : of.nodes.map(({ key }) => key),
      })),
      isProjectsTruncated: answer.projects.isTruncated,
      labels: answer.issueLabels.nodes
        .filter(label => !label.isGroup)
        .map(({ name, team }) => ({ name, teamKey: team?.key })),
      isLabelsTruncated: answer.issueLabels.isTruncated,
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
    some.length > 0 ? [{ key: { in: some } }] : [];
  const hasRoom = first.length < documents.PROBE_TEAMS && further.length > 0;
  return [
    hasRoom ? [...byKey(first), { id: { in: further } }] : byKey(first),
    ...more.map(byKey),
  ];
}

function names(expected: { name: string }[]) {
  return expected.map(({ name }) => ({ name: { eqIgnoreCase: name.trim() } }));
}

/** No filter where nothing is asked for: the list is left out then. */
function anyOf<F>(filters: F[]): { or: F[] } | undefined {
  return filters.length > 0 ? { or: filters } : undefined;
}
