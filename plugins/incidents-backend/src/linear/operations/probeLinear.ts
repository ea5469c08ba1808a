import type {
  LinearCall,
  ProbeExpectations,
  ProbeResult,
} from '../LinearGateway';
import * as documents from '../documents';
import type { LinearRequester } from '../transport/LinearRequester';
import { chunk } from './chunk';
import { checkExpectations } from './checkExpectations';

/** Matches nothing, where nothing is configured; what an empty `or` matches is not documented. */
const NOTHING = [{ id: { eq: '00000000-0000-0000-0000-000000000000' } }];

/** Checks credentials and configured names in one request (one more per 60 further teams). */
export async function probeLinear(
  deps: { requester: LinearRequester; scopes: () => string[] | undefined },
  expectations: ProbeExpectations,
  call: LinearCall,
): Promise<ProbeResult> {
  const teamKeys = [
    ...expectations.teams,
    ...expectations.projects,
    ...expectations.labels,
    ...expectations.states,
  ].flatMap(({ teamKey }) => (teamKey === undefined ? [] : [teamKey]));
  const [firstKeys = [], ...moreKeys] = chunk(teamKeys, documents.PROBE_TEAMS);
  const ask = (keys: string[]) =>
    deps.requester.run(
      documents.probe,
      {
        keys,
        projects: { or: names(expectations.projects) },
        labels: { or: names(expectations.labels) },
      },
      call,
    );
  const first = await ask(firstKeys);
  const teams = [...first.teams.nodes];
  for (const keys of moreKeys) {
    teams.push(...(await ask(keys)).teams.nodes);
  }
  const scopes = deps.scopes();
  return {
    actor: first.viewer,
    organization: first.organization,
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
      projects: first.projects.nodes.map(({ name, teams: of }) => ({
        name,
        teamKeys: of.isFull ? undefined : of.nodes.map(({ key }) => key),
      })),
      isProjectsTruncated: first.projects.isFull,
      labels: first.issueLabels.nodes
        .filter(label => !label.isGroup)
        .map(({ name, team }) => ({ name, teamKey: team?.key })),
      isLabelsTruncated: first.issueLabels.isFull,
    }),
  };
}

function names(expected: { name: string }[]) {
  const filters = expected.map(({ name }) => ({
    name: { eqIgnoreCase: name.trim() },
  }));
  return filters.length > 0 ? filters : NOTHING;
}
