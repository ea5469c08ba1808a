import { type Reason, reason } from '@backstage-incidents/incidents-common';
import type { LinearDocument } from '@linear/sdk';
import { z } from 'zod';
import type { LinearCall } from '../LinearCall';
import {
  type LinearState,
  type LinearTeam,
  linearStateSchema,
} from '../LinearIssue';
import { chunk, isSameName } from './basics';
import { labelSchema, projectSchema } from './lookups';
import { type Run, beginning, operation, stateFields } from './operation';
import { type RememberTeams, teamFields, teamSchema } from './states';

/** How many teams one probe can hold. */
const PROBE_TEAMS = 60;

/** What a list that was left out comes to; like one that is cut off, it proves nothing absent. */
const LEFT_OUT = { nodes: [], isTruncated: true };

/**
 * Identity, everything the configuration names, and further teams, in one
 * request. A list of which nothing is wanted is left out, for what a filter
 * without a condition matches is not documented.
 */
export const probe = operation<{
  teams?: LinearDocument.TeamFilter;
  withTeams: boolean;
  projects?: LinearDocument.ProjectFilter;
  withProjects: boolean;
  labels?: LinearDocument.IssueLabelFilter;
  withLabels: boolean;
}>()(
  9692,
  z.object({
    viewer: z.object({ id: z.string(), name: z.string(), app: z.boolean() }),
    organization: z.object({ urlKey: z.string() }),
    teams: beginning(
      z.object({ states: beginning(linearStateSchema) }).and(teamSchema),
    ).default(LEFT_OUT),
    projects: beginning(
      projectSchema.extend({
        teams: beginning(z.object({ key: z.string() })),
      }),
    ).default(LEFT_OUT),
    issueLabels: beginning(labelSchema).default(LEFT_OUT),
  }),
  `query Probe($teams: TeamFilter, $withTeams: Boolean!, $projects: ProjectFilter, $withProjects: Boolean!, $labels: IssueLabelFilter, $withLabels: Boolean!) {
  viewer { id name app }
  organization { urlKey }
  teams(filter: $teams, first: ${PROBE_TEAMS}) @include(if: $withTeams) {
    pageInfo { hasNextPage }
    nodes { ${teamFields} states(first: 40) { pageInfo { hasNextPage } nodes { ${stateFields} } } }
  }
  projects(filter: $projects, first: 50) @include(if: $withProjects) {
    pageInfo { hasNextPage }
    nodes { id name teams(first: 20) { pageInfo { hasNextPage } nodes { key } } }
  }
  issueLabels(filter: $labels, first: 250) @include(if: $withLabels) {
    pageInfo { hasNextPage }
    nodes { id name isGroup team { id key } }
  }
}`,
);

/** A name of the configuration that Linear should have. */
export type ProbeExpectation = {
  /** The full configuration key. */
  key: string;
  kind: 'team' | 'project' | 'label' | 'state';
  /** Of a team, its key. */
  name: string;
  /**
   * Key of the team that should have it. A state without: every configured team that has no own expectation for the same
   * last part of the key.
   */
  team?: string;
};

export type ProbeResult = {
  actor: { id: string; name: string; app: boolean };
  organization: { urlKey: string };
  /** Scopes of the OAuth token; absent for API keys, which have none. */
  scopes?: string[];
  teams: (LinearTeam & { states: LinearState[] })[];
  /** What the configuration names and Linear does not have, with what is allowed. */
  faults: ({ key: string } & Reason)[];
};

/**
 * Checks credentials and configured names in one request (one more per 60 further teams); of the teams with `teamIds`,
 * as many of the first are read for the team store as fit into the same request.
 */
export async function probeLinear(
  deps: {
    run: Run;
    remember: RememberTeams;
    scopes: () => string[] | undefined;
  },
  expected: readonly ProbeExpectation[],
  teamIds: readonly string[],
  call: LinearCall,
): Promise<ProbeResult> {
  const teamKeys = expected.flatMap(({ kind, name, team }) =>
    kind === 'team' ? [name] : team ?? [],
  );
  const namesOf = (wanted: ProbeExpectation['kind']) =>
    expected
      .filter(({ kind }) => kind === wanted)
      .map(({ name }) => ({ name: { eqIgnoreCase: name.trim() } }));
  const projects = namesOf('project');
  const labels = namesOf('label');
  const [selection, ...more] = selections(teamKeys, teamIds);
  const first = await deps.run(
    probe,
    {
      teams: anyOf(selection),
      withTeams: selection.length > 0,
      projects: anyOf(projects),
      withProjects: projects.length > 0,
      labels: anyOf(labels),
      withLabels: labels.length > 0,
    },
    call,
  );
  const teams = { ...first.teams };
  for (const further of more) {
    const next = await deps.run(
      probe,
      {
        teams: anyOf(further),
        withTeams: true,
        withProjects: false,
        withLabels: false,
      },
      call,
    );
    teams.nodes = [...teams.nodes, ...next.teams.nodes];
    teams.isTruncated ||= next.teams.isTruncated;
  }
  await deps.remember(
    teams.nodes.flatMap(({ states, ...team }) =>
      states.isTruncated ? [] : [{ ...team, states: states.nodes }],
    ),
  );
  const configured = new Set(teamKeys.map(key => key.toUpperCase()));
  teams.nodes = teams.nodes.filter(({ key }) =>
    configured.has(key.toUpperCase()),
  );
  const scopes = deps.scopes();
  return {
    actor: first.viewer,
    organization: first.organization,
    scopes,
    teams: teams.nodes.map(({ states, ...team }) => ({
      ...team,
      states: states.nodes,
    })),
    faults: checkExpectations(expected, { ...first, teams, scopes }),
  };
}

/** What selects the teams of each request: all keys, and of the ids what there is room for. */
function selections(
  keys: readonly string[],
  ids: readonly string[],
): [LinearDocument.TeamFilter[], ...LinearDocument.TeamFilter[][]] {
  const [first = [], ...more] = chunk(keys, PROBE_TEAMS);
  const further = [...new Set(ids)].slice(0, PROBE_TEAMS - first.length);
  const byKey = (some: string[]) =>
    some.length > 0 ? [{ key: { in: some } }] : [];
  const byId = further.length > 0 ? [{ id: { in: further } }] : [];
  return [[...byKey(first), ...byId], ...more.map(byKey)];
}

/** No filter where nothing is wanted: the list is left out then. */
function anyOf<F>(filters: F[]): { or: F[] } | undefined {
  return filters.length > 0 ? { or: filters } : undefined;
}

type Listed<T> = { nodes: T[]; isTruncated: boolean };

/** What Linear has, as far as the probe saw it. A truncated list proves nothing absent. */
export type ProbeFindings = {
  scopes?: string[];
  teams: Listed<{ key: string; states: Listed<{ name: string }> }>;
  projects: Listed<{ name: string; teams: Listed<{ key: string }> }>;
  issueLabels: Listed<{
    name: string;
    isGroup: boolean;
    team?: { key: string };
  }>;
};

const NEEDED_SCOPES = ['read', 'write'];

/** Which configured names Linear does not have, each under its configuration key. */
export function checkExpectations(
  expected: readonly ProbeExpectation[],
  found: ProbeFindings,
): ProbeResult['faults'] {
  const granted = found.scopes ?? NEEDED_SCOPES;
  const missing = NEEDED_SCOPES.filter(scope => !granted.includes(scope));
  const scopeFaults =
    missing.length > 0
      ? [
          {
            key: 'incidents.linear.auth.oauth.scopes',
            ...reason('linearScopesMissing', { missing, granted }),
          },
        ]
      : [];
  return [
    ...scopeFaults,
    ...expected.flatMap(expectation =>
      faultsOf(expectation, expected, found).map(fault => ({
        key: expectation.key,
        ...fault,
      })),
    ),
  ];
}

function faultsOf(
  { key, kind, name, team }: ProbeExpectation,
  all: readonly ProbeExpectation[],
  { teams, projects, issueLabels }: ProbeFindings,
): Reason[] {
  switch (kind) {
    case 'team':
      return teams.isTruncated ||
        teams.nodes.some(of => isSameName(of.key, name))
        ? []
        : [reason('linearTeamNotFound', { team: name })];
    case 'project': {
      const named = projects.nodes.filter(of => isSameName(of.name, name));
      if (projects.isTruncated) {
        return [];
      }
      if (named.length === 0) {
        return [reason('linearProjectNotFound', { project: name })];
      }
      const isOfTeam =
        team === undefined ||
        named.some(
          ({ teams: of }) =>
            of.isTruncated ||
            of.nodes.some(({ key: k }) => isSameName(k, team)),
        );
      return isOfTeam
        ? []
        : [reason('linearProjectOfOtherTeam', { project: name, team })];
    }
    case 'label': {
      const isFound = issueLabels.nodes.some(
        label =>
          // A group of labels cannot be put on an issue.
          !label.isGroup &&
          isSameName(label.name, name) &&
          (!label.team || isSameName(label.team.key, team ?? '')),
      );
      return isFound || issueLabels.isTruncated
        ? []
        : [reason('linearLabelNotFound', { label: name, team })];
    }
    case 'state':
      return teams.nodes
        .filter(of =>
          team === undefined
            ? !hasOwnState(all, of.key, key)
            : isSameName(of.key, team),
        )
        .filter(
          ({ states }) =>
            !states.isTruncated &&
            !states.nodes.some(state => isSameName(state.name, name)),
        )
        .map(of =>
          reason('linearStateNotFound', {
            state: name,
            team: of.key,
            states: of.states.nodes.map(state => state.name),
          }),
        );
    default:
      return kind satisfies never;
  }
}

/** Whether a team has an expectation of its own for the role that the last part of the key names. */
function hasOwnState(
  all: readonly ProbeExpectation[],
  team: string,
  key: string,
): boolean {
  const roleOf = (text: string) => text.slice(text.lastIndexOf('.') + 1);
  return all.some(
    state =>
      state.kind === 'state' &&
      state.team !== undefined &&
      isSameName(state.team, team) &&
      roleOf(state.key) === roleOf(key),
  );
}
