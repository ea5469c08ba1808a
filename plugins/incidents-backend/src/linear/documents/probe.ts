import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import { list } from '../wire/connection';
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
const STATES = 60;
const PROJECTS = 50;
const LABELS = 250;

/** Identity, everything the configuration names, and further teams, in one request. */
export const probe = operation<{
  teams: LinearDocument.TeamFilter;
  projects: LinearDocument.ProjectFilter;
  labels: LinearDocument.IssueLabelFilter;
}>()({
  name: 'Probe',
  document: `query Probe($teams: TeamFilter!, $projects: ProjectFilter!, $labels: IssueLabelFilter!) {
  viewer { id name app }
  organization { id name urlKey }
  teams(filter: $teams, first: ${PROBE_TEAMS}) {
    nodes { ${teamFields} states(first: ${STATES}) { nodes { ${stateFields} } } }
  }
  projects(filter: $projects, first: ${PROJECTS}) { nodes { id name teams(first: 20) { nodes { key } } } }
  issueLabels(filter: $labels, first: ${LABELS}) { nodes { id name isGroup team { id key } } }
}`,
  schema: z.object({
    viewer: z.object({ id: z.string(), name: z.string(), app: z.boolean() }),
    organization: z.object({
      id: z.string(),
      name: z.string(),
      urlKey: z.string(),
    }),
    teams: list(
      z.object({ states: list(stateSchema, STATES) }).and(teamSchema),
      PROBE_TEAMS,
    ),
    projects: list(
      projectSchema.extend({
        teams: list(z.object({ key: z.string() }), 20),
      }),
      PROJECTS,
    ),
    issueLabels: list(labelSchema, LABELS),
  }),
  points: 7362,
});
