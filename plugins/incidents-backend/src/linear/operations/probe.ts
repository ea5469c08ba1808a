import { type Reason, reason } from '@backstage-incidents/incidents-common';
import type { LinearDocument } from '@linear/sdk';
import { z } from 'zod';
import type { LinearCredentials } from '../auth/credentials';
import type { LinearCall } from '../ports';
import {
  type LinearState,
  type LinearTeam,
  linearStateSchema,
} from '../LinearIssue';
import { chunk, isSameName, normalizeName } from './basics';
import { labelSchema, projectSchema } from './lookups';
import { type Run, beginning, operation, stateFields } from './operation';
import { type WorkflowStates, teamFields, teamSchema } from './states';

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
  /** Key of the team that should have it; of a team, its own. */
  team: string;
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
  deps: { run: Run; states: WorkflowStates; credentials: LinearCredentials },
  expected: readonly ProbeExpectation[],
  teamIds: readonly string[],
  call: LinearCall,
): Promise<ProbeResult> {
  const teamKeys = new Set(expected.map(({ team }) => team));
  const namesOf = (kind: ProbeExpectation['kind']) =>
    expected
      .filter(of => of.kind === kind)
      .map(({ name }) => ({ name: { eqIgnoreCase: name.trim() } }));
  const [selection = [], ...more] = chunk(
    [
      ...[...teamKeys].map(key => ({ key: { eq: key } })),
      ...teamIds.map(id => ({ id: { eq: id } })),
    ].slice(0, Math.max(teamKeys.size, PROBE_TEAMS)),
    PROBE_TEAMS,
  );
  const read = (
    teamFilters: LinearDocument.TeamFilter[],
    projects: LinearDocument.ProjectFilter[] = [],
    labels: LinearDocument.IssueLabelFilter[] = [],
  ) =>
    deps.run(
      probe,
      {
        teams: anyOf(teamFilters),
        withTeams: teamFilters.length > 0,
        projects: anyOf(projects),
        withProjects: projects.length > 0,
        labels: anyOf(labels),
        withLabels: labels.length > 0,
      },
      call,
    );
  const first = await read(selection, namesOf('project'), namesOf('label'));
  const teams = { ...first.teams };
  for (const further of more) {
    const next = (await read(further)).teams;
    teams.nodes = [...teams.nodes, ...next.nodes];
    teams.isTruncated ||= next.isTruncated;
  }
  await deps.states.remember(
    teams.nodes.flatMap(({ states, ...team }) =>
      states.isTruncated ? [] : [{ ...team, states: states.nodes }],
    ),
  );
  const configured = new Set([...teamKeys].map(normalizeName));
  teams.nodes = teams.nodes.filter(({ key }) =>
    configured.has(normalizeName(key)),
  );
  const scopes = deps.credentials.scopes();
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
  const faults: ProbeResult['faults'] = [];
  if (missing.length > 0) {
    faults.push({
      key: 'incidents.linear.auth.oauth.scopes',
      ...reason('linearScopesMissing', { missing, granted }),
    });
  }
  for (const expectation of expected) {
    const fault = faultOf(expectation, found);
    if (fault) {
      faults.push({ key: expectation.key, ...fault });
    }
  }
  return faults;
}

function faultOf(
  { kind, name, team }: ProbeExpectation,
  { teams, projects, issueLabels }: ProbeFindings,
): Reason | undefined {
  switch (kind) {
    case 'team':
      return lacks(teams, ({ key }) => isSameName(key, name))
        ? reason('linearTeamNotFound', { team: name })
        : undefined;
    case 'project': {
      const isNamed = (project: { name: string }) =>
        isSameName(project.name, name);
      if (lacks(projects, isNamed)) {
        return reason('linearProjectNotFound', { project: name });
      }
      const isOfTeam = (of: { key: string }) => isSameName(of.key, team);
      return !projects.isTruncated &&
        projects.nodes.filter(isNamed).every(of => lacks(of.teams, isOfTeam))
        ? reason('linearProjectOfOtherTeam', { project: name, team })
        : undefined;
    }
    case 'label':
      // A group of labels cannot be put on an issue.
      return lacks(
        issueLabels,
        label =>
          !label.isGroup &&
          isSameName(label.name, name) &&
          (!label.team || isSameName(label.team.key, team)),
      )
        ? reason('linearLabelNotFound', { label: name, team })
        : undefined;
    case 'state': {
      const states = teams.nodes.find(of => isSameName(of.key, team))?.states;
      return states && lacks(states, of => isSameName(of.name, name))
        ? reason('linearStateNotFound', {
            state: name,
            team,
            states: states.nodes.map(state => state.name),
          })
        : undefined;
    }
    default:
      return kind satisfies never;
  }
}

/** Whether a list that was read whole has no such element. */
function lacks<T>(list: Listed<T>, isWanted: (node: T) => boolean): boolean {
  return !list.isTruncated && !list.nodes.some(isWanted);
}
