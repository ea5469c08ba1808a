import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import type { LinearState, LinearTeam } from '../LinearIssue';
import { operation } from './operation';
import {
  type Page,
  connection,
  optional,
  pageInfo,
  stateFields,
  stateSchema,
  teamFields,
  teamSchema,
  userFields,
  userSchema,
} from './wire';

/** With `includeDisabled`, since items may be assigned to people who left. */
export const users = operation<{
  filter: LinearDocument.UserFilter;
  after?: string;
}>()(
  700,
  z.object({ users: connection(userSchema) }),
  `query Users($filter: UserFilter!, $after: String) {
  users(filter: $filter, first: 250, after: $after, includeDisabled: true) {
    ${pageInfo}
    nodes { ${userFields} }
  }
}`,
);

export const projectSchema = z.object({ id: z.string(), name: z.string() });

export const projects = operation<{
  filter: LinearDocument.ProjectFilter;
  after?: string;
}>()(
  24,
  z.object({ projects: connection(projectSchema) }),
  `query Projects($filter: ProjectFilter!, $after: String) {
  projects(filter: $filter, first: 10, after: $after) { ${pageInfo} nodes { id name } }
}`,
);

export const labelSchema = z.object({
  id: z.string(),
  name: z.string(),
  isGroup: z.boolean(),
  team: optional(z.object({ id: z.string(), key: z.string() })),
});

export const labels = operation<{
  filter: LinearDocument.IssueLabelFilter;
  after?: string;
}>()(
  925,
  z.object({ issueLabels: connection(labelSchema) }),
  `query Labels($filter: IssueLabelFilter!, $after: String) {
  issueLabels(filter: $filter, first: 250, after: $after) {
    ${pageInfo}
    nodes { id name isGroup team { id key } }
  }
}`,
);

export const teamByKey = operation<{ key: string; after?: string }>()(
  9,
  z.object({ teams: connection(teamSchema) }),
  `query TeamByKey($key: String!, $after: String) {
  teams(filter: { key: { eqIgnoreCase: $key } }, first: 2, after: $after) {
    ${pageInfo}
    nodes { ${teamFields} }
  }
}`,
);

export const visibleTeams = operation<{ ids: string[]; after?: string }>()(
  575,
  z.object({ teams: connection(z.object({ id: z.string() })) }),
  `query VisibleTeams($ids: [ID!]!, $after: String) {
  teams(filter: { id: { in: $ids } }, first: 250, after: $after) { ${pageInfo} nodes { id } }
}`,
);

const teamWithStates: z.ZodType<LinearTeam & { states: Page<LinearState> }> = z
  .object({ states: connection(stateSchema) })
  .and(teamSchema);

/** A list filtered by id, so that an unknown team is an empty list and not an error. */
export const teamStates = operation<{ id: string; after?: string }>()(
  273,
  z.object({ teams: z.object({ nodes: z.array(teamWithStates) }) }),
  `query TeamStates($id: ID!, $after: String) {
  teams(filter: { id: { eq: $id } }, first: 1) {
    nodes { ${teamFields} states(first: 100, after: $after) { ${pageInfo} nodes { ${stateFields} } } }
  }
}`,
);
