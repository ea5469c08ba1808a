import { z } from 'zod';

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

export const linearStateSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  color: z.string(),
  position: z.number(),
});

/**
 * A workflow state. `type` is an open set: triage, backlog, unstarted, started, completed, canceled, duplicate, and
 * whatever Linear adds. States belong to one team and are ordered by `position` within their type.
 */
export type LinearState = z.output<typeof linearStateSchema>;

export const linearUserSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  avatarUrl: z.string().optional(),
  active: z.boolean(),
  app: z.boolean(),
});

/** A Linear user; `app` users are integrations and cannot be assignees of action items. */
export type LinearUser = z.output<typeof linearUserSchema>;

/** Anything but public is closed to people outside the team; what is new to us is treated so, too, the safe side. */
export const teamVisibilitySchema = z
  .string()
  .pipe(z.enum(['public', 'private', 'restricted']).catch('private'));

export const issueTeamSchema = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  /** IANA name. */
  timezone: z.string(),
  visibility: teamVisibilitySchema,
  autoCloseParentIssues: z.boolean().default(false),
  autoCloseChildIssues: z.boolean().default(false),
});

/** A team as look-ups and the probe return it. */
export type LinearTeam = z.output<typeof issueTeamSchema> & {
  /** The state Linear gives to issues created without one. */
  defaultStateId?: string;
};

/** 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
export const linearPrioritySchema = z.literal([0, 1, 2, 3, 4]);
export type LinearPriority = z.output<typeof linearPrioritySchema>;

export const linearIssueSchema = z.object({
  id: z.string(),
  identifier: z.string(),
  previousIdentifiers: z.array(z.string()),
  title: z.string(),
  /**
   * Empty where the issue has none. Present only where single issues are read or written (findIssue, findIssues, the
   * parent of readIssueTree, responses to writes): lists leave it out, because it is long and often private.
   */
  description: z.string().optional(),
  url: z.string(),
  priority: z.number().pipe(linearPrioritySchema.catch(0)),
  labelIds: z.array(z.string()),
  /** `YYYY-MM-DD`. */
  dueDate: z.string().optional(),
  slaBreachesAt: instant.optional(),
  createdAt: instant,
  updatedAt: instant,
  startedAt: instant.optional(),
  completedAt: instant.optional(),
  canceledAt: instant.optional(),
  archivedAt: instant.optional(),
  trashed: z.boolean().default(false),
  state: linearStateSchema,
  assignee: linearUserSchema.optional(),
  team: issueTeamSchema,
  parentId: z.string().optional(),
});

/** An issue as Linear has it now. Instants are ISO 8601 in UTC. */
export type LinearIssue = z.output<typeof linearIssueSchema> & {
  /** All its attachments; only of the parent of readIssueTree, and absent where it has more than 20. */
  attachmentIds?: string[];
};

/**
 * An edge between two issues, stored once and directed: `issueId` –type→ `relatedIssueId`. `type` is blocks, duplicate,
 * related, similar, or something newer.
 */
export type LinearRelation = {
  type: string;
  issueId: string;
  relatedIssueId: string;
  /**
   * True where Linear shows the edge as archived while neither of its issues is: it no longer counts. An edge archived
   * together with an archived issue still counts. Right whether Linear deletes edges or archives them.
   */
  removed: boolean;
};
