import { z } from 'zod';

const common = {
  /** An operation name, or a regular expression for the whole of it; absent: every GraphQL operation. `OAuthToken` is the token endpoint. */
  match: z.string().optional(),
  /** How many requests it affects; default 1. */
  times: z.union([z.int().positive(), z.literal('untilCleared')]).optional(),
};

/** The faults that can be injected. */
export const faultInput = z.discriminatedUnion('kind', [
  /** Responds with a status, without execution. */
  z.strictObject({
    ...common,
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    /** Seconds, or an HTTP date. */
    retryAfter: z.union([z.int(), z.string()]).optional(),
    body: z.string().optional(),
    contentType: z.enum(['json', 'html']).optional(),
  }),
  /** Delays the response. */
  z.strictObject({
    ...common,
    kind: z.literal('delay'),
    delayMs: z.int().nonnegative(),
  }),
  /** Cuts the connection, without execution. */
  z.strictObject({ ...common, kind: z.literal('resetBefore') }),
  /** Executes, then cuts the connection. */
  z.strictObject({ ...common, kind: z.literal('resetAfter') }),
  /** Executes, then sends half of the JSON. */
  z.strictObject({ ...common, kind: z.literal('malformed') }),
  /** An HTML page instead of a response, without execution. */
  z.strictObject({
    ...common,
    kind: z.literal('html'),
    status: z.int().min(200).max(599).optional(),
  }),
  /** `dropCursor`: every page has a next page but no cursor; `cutNodes`: half of every page is missing. */
  z.strictObject({
    ...common,
    kind: z.literal('truncatedPage'),
    mode: z.enum(['dropCursor', 'cutNodes']).optional(),
  }),
  /** A team is not accessible. */
  z.strictObject({ ...common, kind: z.literal('lostTeam'), team: z.string() }),
  /** Executes, and adds an error to the data. */
  z.strictObject({ ...common, kind: z.literal('partialData') }),
  /** The budget is used up, without execution. */
  z.strictObject({
    ...common,
    kind: z.literal('rateLimited'),
    /** Milliseconds until the reset that the headers name; default one minute. */
    resetAfterMs: z.int().nonnegative().optional(),
    /** Which bucket the headers show as empty; default requests. */
    bucket: z.enum(['requests', 'complexity']).optional(),
  }),
  /** A custom error with HTTP 200, without execution. */
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
  /** Requests affected so far. */
  hits: number;
};
