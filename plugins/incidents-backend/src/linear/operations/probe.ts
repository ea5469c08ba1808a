import { type Reason, reason } from '@backstage-incidents/incidents-common';
import type { LinearDocument } from '@linear/sdk';
import type {
  LinearGateway,
  ProbeExpectations,
  ProbeResult,
} from '../LinearGateway';
import * as documents from '../documents';
import { type Run, chunk, isSameName } from './basics';
import type { RememberTeams } from './states';

/** Checks credentials and configured names in one request (one more per 60 further teams). */
export function probeLinear(
  run: Run,
  remember: RememberTeams,
  scopesOf: () => string[] | undefined,
): LinearGateway['probe'] {
  return async (expectations, call) => {
    const teamKeys = [
      ...expectations.teams,
      ...expectations.projects,
      ...expectations.labels,
      ...expectations.states,
    ].flatMap(({ teamKey }) => (teamKey === undefined ? [] : [teamKey]));
    const [selection, ...more] = selections(
      teamKeys,
      expectations.teamIds ?? [],
    );
    const askTeams = (teams: LinearDocument.TeamFilter[]) => ({
      teams: anyOf(teams),
      withTeams: teams.length > 0,
    });
    const projectNames = names(expectations.projects);
    const labelNames = names(expectations.labels);
    const first = await run(
      documents.probe,
      {
        ...askTeams(selection),
        projects: anyOf(projectNames),
        withProjects: projectNames.length > 0,
        labels: anyOf(labelNames),
        withLabels: labelNames.length > 0,
      },
      call,
    );
    const read = [...first.teams.nodes];
    let isTeamsTruncated = first.teams.isTruncated;
    for (const teams of more) {
      const further = await run(
        documents.probe,
        { ...askTeams(teams), withProjects: false, withLabels: false },
        call,
      );
      read.push(...further.teams.nodes);
      isTeamsTruncated ||= further.teams.isTruncated;
    }
    await remember(
      read.flatMap(({ states, ...team }) =>
        states.isTruncated ? [] : [{ ...team, states: states.nodes }],
      ),
    );
    const configured = new Set(teamKeys.map(key => key.toUpperCase()));
    const teams = read.filter(({ key }) => configured.has(key.toUpperCase()));
    const scopes = scopesOf();
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
          isTruncated: states.isTruncated,
        })),
        isTeamsTruncated,
        projects: first.projects.nodes.map(({ name, teams: of }) => ({
          name,
          teamKeys: of.isTruncated ? undefined : of.nodes.map(({ key }) => key),
        })),
        isProjectsTruncated: first.projects.isTruncated,
        labels: first.issueLabels.nodes
          .filter(label => !label.isGroup)
          .map(({ name, team }) => ({ name, teamKey: team?.key })),
        isLabelsTruncated: first.issueLabels.isTruncated,
      }),
    };
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

/** No filter where nothing is wanted: the list is left out then. */
function anyOf<F>(filters: F[]): { or: F[] } | undefined {
  return filters.length > 0 ? { or: filters } : undefined;
}

/** What Linear has, as far as the probe saw it. A truncated list proves nothing absent. */
export type ProbeFindings = {
  scopes?: string[];
  teams: { key: string; states: string[]; isTruncated: boolean }[];
  isTeamsTruncated: boolean;
  /** `teamKeys` absent: there are too many to list. */
  projects: { name: string; teamKeys?: string[] }[];
  isProjectsTruncated: boolean;
  labels: { name: string; teamKey?: string }[];
  isLabelsTruncated: boolean;
};

const NEEDED_SCOPES = ['read', 'write'];

/** Which configured names Linear does not have, each under its configuration key. */
export function checkExpectations(
  expected: ProbeExpectations,
  found: ProbeFindings,
): ProbeResult['faults'] {
  const faults: ProbeResult['faults'] = [];
  const add = (configKey: string, fault: Reason) =>
    faults.push({ configKey, ...fault });

  const granted = found.scopes ?? NEEDED_SCOPES;
  const missing = NEEDED_SCOPES.filter(scope => !granted.includes(scope));
  if (missing.length > 0) {
    add(
      'incidents.linear.auth.oauth.scopes',
      reason('linearScopesMissing', { missing, granted }),
    );
  }

  for (const { configKey, teamKey: team } of expected.teams) {
    if (
      !found.isTeamsTruncated &&
      !found.teams.some(({ key }) => isSameName(key, team))
    ) {
      add(configKey, reason('linearTeamNotFound', { team }));
    }
  }

  const projects = found.isProjectsTruncated ? [] : expected.projects;
  for (const { configKey, name: project, teamKey: team } of projects) {
    const named = found.projects.filter(({ name }) =>
      isSameName(name, project),
    );
    if (named.length === 0) {
      add(configKey, reason('linearProjectNotFound', { project }));
    } else if (
      team !== undefined &&
      !named.some(
        ({ teamKeys }) => teamKeys?.some(key => isSameName(key, team)) ?? true,
      )
    ) {
      add(configKey, reason('linearProjectOfOtherTeam', { project, team }));
    }
  }

  const labels = found.isLabelsTruncated ? [] : expected.labels;
  for (const { configKey, name: label, teamKey: team } of labels) {
    const isFound = found.labels.some(
      ({ name, teamKey }) =>
        isSameName(name, label) &&
        (teamKey === undefined || isSameName(teamKey, team ?? '')),
    );
    if (!isFound) {
      add(configKey, reason('linearLabelNotFound', { label, team }));
    }
  }

  for (const { configKey, name: state, teamKey } of expected.states) {
    for (const { key: team, states, isTruncated } of found.teams) {
      const isMeant =
        teamKey === undefined
          ? !hasOwnState(expected, team, configKey)
          : isSameName(team, teamKey);
      if (
        isMeant &&
        !isTruncated &&
        !states.some(name => isSameName(name, state))
      ) {
        add(configKey, reason('linearStateNotFound', { state, team, states }));
      }
    }
  }
  return faults;
}

/** Whether a team has an expectation of its own for the role that the last part of the key names. */
function hasOwnState(
  expected: ProbeExpectations,
  team: string,
  configKey: string,
): boolean {
  const roleOf = (key: string) => key.slice(key.lastIndexOf('.') + 1);
  return expected.states.some(
    state =>
      state.teamKey !== undefined &&
      isSameName(state.teamKey, team) &&
      roleOf(state.configKey) === roleOf(configKey),
  );
}
