import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import type { LinearState, LinearTeam } from '../LinearIssue';
import { only, operation } from './operation';
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
  only('users', connection(userSchema)),
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
  only('projects', connection(projectSchema)),
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
  only('issueLabels', connection(labelSchema)),
  `query Labels($filter: IssueLabelFilter!, $after: String) {
  issueLabels(filter: $filter, first: 250, after: $after) {
    ${pageInfo}
    nodes { id name isGroup team { id key } }
  }
}`,
);

export const teamByKey = operation<{ key: string; after?: string }>()(
  9,
  only('teams', connection(teamSchema)),
  `query TeamByKey($key: String!, $after: String) {
  teams(filter: { key: { eqIgnoreCase: $key } }, first: 2, after: $after) {
    ${pageInfo}
    nodes { ${teamFields} }
  }
}`,
);

export const visibleTeams = operation<{ ids: string[]; after?: string }>()(
  575,
  only('teams', connection(z.object({ id: z.string() }))),
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
  only('teams', only('nodes', z.array(teamWithStates))),
  `query TeamStates($id: ID!, $after: String) {
  teams(filter: { id: { eq: $id } }, first: 1) {
    nodes { ${teamFields} states(first: 100, after: $after) { ${pageInfo} nodes { ${stateFields} } } }
  }
}`,
);
