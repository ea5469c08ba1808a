import { z } from 'zod';
import type { LinearDocument } from '@linear/sdk';
import { connection } from '../wire/connection';
import { userFields, userSchema } from '../wire/issue';
import { optional } from '../wire/optional';
import { operation } from './Operation';

/** With `includeDisabled`, since items may be assigned to people who left. */
export const users = operation<{
  filter: LinearDocument.UserFilter;
  after?: string;
}>()({
  name: 'Users',
  document: `query Users($filter: UserFilter!, $after: String) {
  users(filter: $filter, first: 250, after: $after, includeDisabled: true) {
    pageInfo { hasNextPage endCursor }
    nodes { ${userFields} }
  }
}`,
  schema: z.object({ users: connection(userSchema) }),
  points: 700,
});

export const projectSchema = z.object({ id: z.string(), name: z.string() });

export const projects = operation<{
  filter: LinearDocument.ProjectFilter;
  after?: string;
}>()({
  name: 'Projects',
  document: `query Projects($filter: ProjectFilter!, $after: String) {
  projects(filter: $filter, first: 10, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { id name }
  }
}`,
  schema: z.object({ projects: connection(projectSchema) }),
  points: 24,
});

export const labelSchema = z.object({
  id: z.string(),
  name: z.string(),
  isGroup: z.boolean(),
  team: optional(z.object({ id: z.string(), key: z.string() })),
});

export const labels = operation<{
  filter: LinearDocument.IssueLabelFilter;
  after?: string;
}>()({
  name: 'Labels',
  document: `query Labels($filter: IssueLabelFilter!, $after: String) {
  issueLabels(filter: $filter, first: 250, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { id name isGroup team { id key } }
  }
}`,
  schema: z.object({ issueLabels: connection(labelSchema) }),
  points: 925,
});
