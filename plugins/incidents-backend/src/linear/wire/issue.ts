import { z } from 'zod';
import type {
  LinearIssue,
  LinearIssueTeam,
  LinearPriority,
  LinearState,
  LinearTeam,
  LinearUser,
} from '../LinearIssue';
import { instant } from './instant';
import { optional } from './optional';

export const stateFields = 'id name type color position';
export const userFields = 'id name email avatarUrl active app';
const issueTeamFields =
  'id key name timezone visibility autoCloseParentIssues autoCloseChildIssues';
export const teamFields = `${issueTeamFields} triageEnabled defaultIssueState { id }`;

/** Everything the product shows or decides by, 8.5 points a row. */
export const issueRow = `fragment IssueRow on Issue {
  id identifier previousIdentifiers title url priority labelIds dueDate slaBreachesAt
  createdAt updatedAt startedAt completedAt canceledAt archivedAt trashed
  state { ${stateFields} }
  assignee { ${userFields} }
  team { ${issueTeamFields} }
  parent { id }
}`;

/** With the description, for issues read one by one. */
export const issueWhole = `fragment IssueWhole on Issue { ...IssueRow description }
${issueRow}`;

export const stateSchema: z.ZodType<LinearState> = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  color: z.string(),
  position: z.number(),
});

export const userSchema: z.ZodType<LinearUser> = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  avatarUrl: optional(z.string()),
  active: z.boolean(),
  app: z.boolean(),
});

const issueTeam = {
  id: z.string(),
  key: z.string(),
  name: z.string(),
  timezone: z.string(),
  // What is new to us is treated as closed, the safe side.
  visibility: z
    .string()
    .transform((value): LinearIssueTeam['visibility'] =>
      value === 'public' || value === 'restricted' ? value : 'private',
    ),
  autoCloseParentIssues: z.boolean().nullish().transform(Boolean),
  autoCloseChildIssues: z.boolean().nullish().transform(Boolean),
};

export const teamSchema: z.ZodType<LinearTeam> = z
  .object({
    ...issueTeam,
    triageEnabled: z.boolean(),
    defaultIssueState: optional(z.object({ id: z.string() })),
  })
  .transform(
    ({ defaultIssueState, ...team }): LinearTeam => ({
      ...team,
      defaultStateId: defaultIssueState?.id,
    }),
  );

export const issueSchema: z.ZodType<LinearIssue> = z
  .object({
    id: z.string(),
    identifier: z.string(),
    previousIdentifiers: z.array(z.string()),
    title: z.string(),
    // Read and empty is not the same as not read.
    description: z
      .string()
      .nullish()
      .transform(value => (value === null ? '' : value)),
    url: z.string(),
    priority: z.number().transform(toPriority),
    labelIds: z.array(z.string()),
    dueDate: optional(z.string()),
    slaBreachesAt: optional(instant),
    createdAt: instant,
    updatedAt: instant,
    startedAt: optional(instant),
    completedAt: optional(instant),
    canceledAt: optional(instant),
    archivedAt: optional(instant),
    trashed: z.boolean().nullish().transform(Boolean),
    state: stateSchema,
    assignee: optional(userSchema),
    team: z.object(issueTeam),
    parent: optional(z.object({ id: z.string() })),
  })
  .transform(
    ({ parent, ...issue }): LinearIssue => ({ ...issue, parentId: parent?.id }),
  );

function toPriority(value: number): LinearPriority {
  switch (value) {
    case 1:
    case 2:
    case 3:
    case 4:
      return value;
    default:
      return 0;
  }
}
