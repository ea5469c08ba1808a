import { z } from 'zod';
import type {
  LinearIssue,
  LinearIssueTeam,
  LinearPriority,
  LinearRelation,
  LinearState,
  LinearTeam,
  LinearUser,
} from '../LinearIssue';

/** One page of a list; `next` is the cursor of the following one, absent on the last. */
export type Page<T> = { nodes: T[]; next?: string };

export const pageInfo = 'pageInfo { hasNextPage endCursor }';

/**
 * A connection read with `pageInfo`. More pages without a cursor to reach them is not a page but a broken response, so
 * that no list is ever taken for complete when it is not.
 */
export function connection<T extends z.ZodType>(node: T) {
  return z
    .object({
      nodes: z.array(node),
      pageInfo: z.object({
        hasNextPage: z.boolean(),
        endCursor: z.string().nullish(),
      }),
    })
    .refine(
      page => !page.pageInfo.hasNextPage || Boolean(page.pageInfo.endCursor),
      'more pages are announced, but there is no cursor',
    )
    .transform(
      ({ nodes, pageInfo: { hasNextPage, endCursor } }): Page<z.output<T>> => ({
        nodes,
        next: (hasNextPage && endCursor) || undefined,
      }),
    );
}

/** The beginning of a connection, of which no more is read: where there is more, nothing is absent from it. */
export function beginning<T extends z.ZodType>(node: T) {
  return z
    .object({
      nodes: z.array(node),
      pageInfo: z.object({ hasNextPage: z.boolean() }),
    })
    .transform(({ nodes, pageInfo: { hasNextPage } }) => ({
      nodes: nodes as z.output<T>[],
      isTruncated: hasNextPage,
    }));
}

/** Linear's `null` and a missing field are both our `undefined`. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema
    .nullish()
    .transform((value): z.output<T> | undefined => value ?? undefined);
}

/**
 * An instant as Linear sends it, with or without fractions of a second and whatever its offset; ours is ISO 8601 in
 * UTC with milliseconds, so that instants compare as text.
 */
export const instant = z.string().transform((text, context) => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    context.addIssue({ code: 'custom', message: 'not an instant' });
    return z.NEVER;
  }
  return date.toISOString();
});

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

/** An issue at the end of an edge, as far as it says whether the edge counts. */
export type RelationEnd = { id: string; archivedAt?: string };
export const relationEnd = z.object({
  id: z.string(),
  archivedAt: optional(z.string()),
});

/** A relation, whose ends are added to it. */
export const edge = z.object({
  type: z.string(),
  archivedAt: optional(z.string()),
});

/**
 * Whether Linear deletes edges or archives them, and whether it archives those of archived issues, is not documented.
 * So an archived edge counts as removed only while both of its issues live.
 */
export function toRelation(of: {
  type: string;
  archivedAt?: string;
  issue: RelationEnd;
  relatedIssue: RelationEnd;
}): LinearRelation {
  const isOfArchivedIssue = of.issue.archivedAt ?? of.relatedIssue.archivedAt;
  return {
    type: of.type,
    issueId: of.issue.id,
    relatedIssueId: of.relatedIssue.id,
    removed: of.archivedAt !== undefined && !isOfArchivedIssue,
  };
}
