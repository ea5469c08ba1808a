import { z } from 'zod';
import { reasonSchema } from '../reasons';
import { line, teamKeySchema } from './scalars';

/**
 * Status of an incident's parent issue.
 *
 * - `notConfigured`: the host has no Linear configured.
 * - `pending`: will be created automatically as soon as Linear responds.
 * - `linked`: exists.
 * - `missing`: deleted in Linear, or Backstage lost access; items are kept.
 * - `failed`: Linear rejected its creation; a person has to fix the cause.
 *
 * @public
 */
export const parentIssueStatusSchema = z.enum([
  'notConfigured',
  'pending',
  'linked',
  'missing',
  'failed',
]);
/** @public */
export type ParentIssueStatus = z.infer<typeof parentIssueStatusSchema>;

/** State of a Linear issue. `type` is an open set. @public */
export const workflowStateSchema = z.object({
  name: z.string(),
  type: z.string(),
  color: z.string().describe('CSS color'),
});
/** @public */
export type WorkflowState = z.infer<typeof workflowStateSchema>;

/** Why the parent issue is in its team. @public */
export const parentIssueRouteSchema = z.object({
  team: z.string().describe('Key of the Linear team chosen at creation'),
  rule: z
    .string()
    .describe('Name of the rule that matched, `default`, or `annotation`'),
  reason: reasonSchema,
});

/** Linear's visibility of a team: `public` or, closed to people outside the team, anything else. @public */
export const teamVisibilitySchema = z.string();

/** @public */
export const parentIssueSchema = z.object({
  status: parentIssueStatusSchema,
  id: z.string().optional().describe('UUID in Linear, once linked'),
  identifier: z.string().optional(),
  url: z.string().optional(),
  state: workflowStateSchema.optional(),
  /** The Linear team that has it now; new sub-issues go there. */
  team: z
    .object({
      key: z.string(),
      name: z.string(),
      visibility: teamVisibilitySchema,
    })
    .optional(),
  route: parentIssueRouteSchema.optional(),
  reason: reasonSchema
    .optional()
    .describe(
      'The latest automatic decision: why it waits, failed, was closed or left alone',
    ),
  notes: z
    .array(reasonSchema)
    .optional()
    .describe(
      'What there is to know beside `reason`: why nobody is assigned, which team routing names now',
    ),
});
/** @public */
export type ParentIssue = z.infer<typeof parentIssueSchema>;

/** Body of `PUT /incidents/:ref/parent-issue`. @public */
export const putParentIssueSchema = z.strictObject({
  issue: line(500)
    .optional()
    .describe(
      'Identifier (ENG-12) or URL of an existing issue. Absent: create one, retry a failed creation, or replace a missing one',
    ),
  replace: z
    .boolean()
    .optional()
    .describe('Replace the parent issue that is linked now'),
});
/** @public */
export type PutParentIssue = z.infer<typeof putParentIssueSchema>;

/** Body of `POST /incidents/:ref/parent-issue/move`. @public */
export const moveParentIssueSchema = z.strictObject({
  team: teamKeySchema
    .optional()
    .describe(
      'Key of a team of routing or of `incidents.linear.linkableTeams`. Absent: the team that routing names now',
    ),
});
/** @public */
export type MoveParentIssue = z.input<typeof moveParentIssueSchema>;
