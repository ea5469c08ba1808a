import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import { labelSchema, projectSchema } from './lookups';
import { operation } from './operation';
import {
  beginning,
  stateFields,
  stateSchema,
  teamFields,
  teamSchema,
} from './wire';

/** How many teams one probe can hold. */
export const PROBE_TEAMS = 60;

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
  9698,
  z.object({
    viewer: z.object({ id: z.string(), name: z.string(), app: z.boolean() }),
    organization: z.object({
      id: z.string(),
      name: z.string(),
      urlKey: z.string(),
    }),
    teams: beginning(
      z.object({ states: beginning(stateSchema) }).and(teamSchema),
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
  organization { id name urlKey }
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
