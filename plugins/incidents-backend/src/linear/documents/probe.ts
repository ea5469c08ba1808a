import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import { beginning } from '../wire/connection';
import {
  stateFields,
  stateSchema,
  teamFields,
  teamSchema,
} from '../wire/issue';
import { labelSchema, projectSchema } from './names';
import { operation } from './Operation';

/** How many teams one probe can hold. */
export const PROBE_TEAMS = 60;
const STATES = 40;
const PROJECTS = 50;
const LABELS = 250;

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
}>()({
  name: 'Probe',
  document: `query Probe($teams: TeamFilter, $withTeams: Boolean!, $projects: ProjectFilter, $withProjects: Boolean!, $labels: IssueLabelFilter, $withLabels: Boolean!) {
  viewer { id name app }
  organization { id name urlKey }
  teams(filter: $teams, first: ${PROBE_TEAMS}) @include(if: $withTeams) {
    pageInfo { hasNextPage }
    nodes { ${teamFields} states(first: ${STATES}) { pageInfo { hasNextPage } nodes { ${stateFields} } } }
  }
  projects(filter: $projects, first: ${PROJECTS}) @include(if: $withProjects) {
    pageInfo { hasNextPage }
    nodes { id name teams(first: 20) { pageInfo { hasNextPage } nodes { key } } }
  }
  issueLabels(filter: $labels, first: ${LABELS}) @include(if: $withLabels) {
    pageInfo { hasNextPage }
    nodes { id name isGroup team { id key } }
  }
}`,
  schema: z.object({
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
  points: 9698,
});
