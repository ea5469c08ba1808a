import { z } from 'zod';

const common = {
  /** An operation name, or a regular expression for the whole of it; absent: every GraphQL operation. `OAuthToken` is the token endpoint. */
  match: z.string().optional(),
  /** How many requests it hits; default 1. */
  times: z.union([z.int().positive(), z.literal('untilCleared')]).optional(),
};

/** What can be made to go wrong. */
export const faultInput = z.discriminatedUnion('kind', [
  /** Answers with a status, not executing. */
  z.strictObject({
    ...common,
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    /** Seconds, or an HTTP date. */
    retryAfter: z.union([z.int(), z.string()]).optional(),
    body: z.string().optional(),
    contentType: z.enum(['json', 'html']).optional(),
  }),
  /** Answers late. */
  z.strictObject({
    ...common,
    kind: z.literal('delay'),
    delayMs: z.int().nonnegative(),
  }),
  /** Cuts the connection, not executing. */
  z.strictObject({ ...common, kind: z.literal('resetBefore') }),
  /** Executes, then cuts the connection. */
  z.strictObject({ ...common, kind: z.literal('resetAfter') }),
  /** Executes, then sends half of the JSON. */
  z.strictObject({ ...common, kind: z.literal('malformed') }),
  /** An HTML page in place of an answer, not executing. */
  z.strictObject({
    ...common,
    kind: z.literal('html'),
    status: z.int().min(200).max(599).optional(),
  }),
  /** `dropCursor`: every page says there is more and does not say where; `cutNodes`: half of every page is missing. */
  z.strictObject({
    ...common,
    kind: z.literal('truncatedPage'),
    mode: z.enum(['dropCursor', 'cutNodes']).optional(),
  }),
  /** A team is out of sight. */
  z.strictObject({ ...common, kind: z.literal('lostTeam'), team: z.string() }),
  /** Executes, and adds an error to the data. */
  z.strictObject({ ...common, kind: z.literal('partialData') }),
  /** The budget is spent, not executing. */
  z.strictObject({
    ...common,
    kind: z.literal('rateLimited'),
    /** Milliseconds until the reset that the headers name; default one minute. */
    resetAfterMs: z.int().nonnegative().optional(),
    /** Which bucket the headers show as empty; default requests. */
    bucket: z.enum(['requests', 'complexity']).optional(),
  }),
  /** An error of one's own on HTTP 200, not executing. */
  z.strictObject({
    ...common,
    kind: z.literal('error'),
    message: z.string(),
    type: z.string().optional(),
    code: z.string().optional(),
    userPresentableMessage: z.string().optional(),
    status: z.int().optional(),
  }),
]);

export type FaultInput = z.infer<typeof faultInput>;

export type Fault = FaultInput & {
  id: string;
  /** Requests it has hit so far. */
  hits: number;
};
