import { z } from 'zod';
import type { LinearCall } from '../ports';
import { linearIssueSchema } from '../LinearIssue';

/**
 * One GraphQL operation of ours. Page sizes are literals in the document, so that its cost is fixed.
 *
 * Every operation is safe twice: reads, writes that carry their own id, and writes of absolute values.
 */
export type Operation<Variables extends object, Data> = {
  /** Name of the operation in the document; the only part of it that is ever logged. */
  name: string;
  document: string;
  /** Of the response's data, without its nulls: Linear's `null` and a missing field are the same to us. */
  schema: z.ZodType<Data>;
  /** Linear's static complexity of the document. A test recomputes it. */
  points: number;
  /** Carries the type only. */
  variables?: Variables;
};

/** Sends one operation; what comes back is valid data or an error of the family. */
export type Run = <Variables extends object, Data>(
  operation: Operation<Variables, Data>,
  variables: Variables,
  call: LinearCall,
) => Promise<Data>;

/** `operation<Variables>()(points, schema, document)`: the type of the data is taken from the schema. */
export function operation<Variables extends object>() {
  return <Data>(
    points: number,
    schema: z.ZodType<Data>,
    document: string,
  ): Operation<Variables, Data> => ({
    name: /^(?:query|mutation) (\w+)/.exec(document)?.[1] ?? '',
    document,
    schema,
    points,
  });
}

/** The one field that an operation queries: its data is the value of that field. */
export function only<T extends z.ZodType>(field: string, value: T) {
  return (
    z
      .object({ [field]: value })
      // The object has passed the schema, so the field is there.
      .transform(data => data[field] as z.output<T>)
  );
}

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
        endCursor: z.string().optional(),
      }),
    })
    .refine(
      page => !page.pageInfo.hasNextPage || Boolean(page.pageInfo.endCursor),
      'more pages are announced, but there is no cursor',
    )
    .transform(
      ({ nodes, pageInfo: { hasNextPage, endCursor } }): Page<z.output<T>> => ({
        nodes,
        next: hasNextPage ? endCursor : undefined,
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

export const stateFields = 'id name type color position';
export const userFields = 'id name email avatarUrl active app';
export const issueTeamFields =
  'id key name timezone visibility autoCloseParentIssues autoCloseChildIssues';

/** Everything the product shows or decides by, 8.5 points a row. */
export const issueRow = `fragment IssueRow on Issue {
  id identifier previousIdentifiers title url priority labelIds dueDate slaBreachesAt
  createdAt updatedAt startedAt completedAt canceledAt archivedAt trashed
  state { ${stateFields} }
  assignee { ${userFields} }
  team { ${issueTeamFields} }
  parent { id }
}`;

/** An issue as the fragment shows it. */
export const issueSchema = linearIssueSchema
  .omit({ parentId: true })
  .extend({ parent: z.object({ id: z.string() }).optional() })
  .transform(({ parent, ...issue }) => ({ ...issue, parentId: parent?.id }));

/** With the description, for issues that are read one by one. */
export const issueWhole = `fragment IssueWhole on Issue { ...IssueRow description }
${issueRow}`;

/** Read and empty is not the same as not read. */
export const issueWholeSchema = issueSchema.transform(issue => ({
  ...issue,
  description: issue.description ?? '',
}));
