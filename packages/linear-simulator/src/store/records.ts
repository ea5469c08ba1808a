import { z } from 'zod';

/** The seven types a workflow state can have. */
export const stateTypes = [
  'triage',
  'backlog',
  'unstarted',
  'started',
  'completed',
  'canceled',
  'duplicate',
] as const;

const instant = z.string();
const common = { id: z.string(), createdAt: instant, updatedAt: instant };

export const userRecord = z.object({
  ...common,
  name: z.string(),
  displayName: z.string(),
  email: z.string(),
  active: z.boolean(),
  app: z.boolean(),
  admin: z.boolean(),
  avatarUrl: z.string().optional(),
  /** Set on an app user: the OAuth client it acts for. */
  oauthClientId: z.string().optional(),
});

export const teamRecord = z.object({
  ...common,
  key: z.string(),
  name: z.string(),
  description: z.string().optional(),
  color: z.string(),
  visibility: z.enum(['public', 'private', 'restricted']),
  triageEnabled: z.boolean(),
  autoCloseParentIssues: z.boolean(),
  autoCloseChildIssues: z.boolean(),
  autoArchivePeriod: z.number(),
  timezone: z.string(),
  defaultIssueStateId: z.string(),
  memberIds: z.array(z.string()),
  /** App users an admin let into this team; only used when the team is not public. */
  grantedAppUserIds: z.array(z.string()),
  /** The highest number ever used; numbers are never reused. */
  lastNumber: z.number(),
});

export const workflowStateRecord = z.object({
  ...common,
  teamId: z.string(),
  name: z.string(),
  type: z.string(),
  color: z.string(),
  position: z.number(),
  description: z.string().optional(),
});

export const projectRecord = z.object({
  ...common,
  name: z.string(),
  description: z.string(),
  slugId: z.string(),
  state: z.string(),
  color: z.string(),
  teamIds: z.array(z.string()),
});

export const labelRecord = z.object({
  ...common,
  name: z.string(),
  color: z.string(),
  description: z.string().optional(),
  /** Absent for a label of the whole workspace. */
  teamId: z.string().optional(),
});

export const templateRecord = z.object({
  ...common,
  name: z.string(),
  description: z.string().optional(),
  teamId: z.string().optional(),
  templateData: z.object({
    title: z.string().optional(),
    description: z.string().optional(),
    priority: z.number().optional(),
    labelIds: z.array(z.string()).optional(),
    stateId: z.string().optional(),
  }),
});

export const issueRecord = z.object({
  ...common,
  teamId: z.string(),
  number: z.number(),
  identifier: z.string(),
  previousIdentifiers: z.array(z.string()),
  title: z.string(),
  description: z.string().optional(),
  stateId: z.string(),
  assigneeId: z.string().optional(),
  delegateId: z.string().optional(),
  creatorId: z.string().optional(),
  /** The name given as `createAsUser`. */
  createdAs: z.string().optional(),
  priority: z.number(),
  estimate: z.number().optional(),
  dueDate: z.string().optional(),
  parentId: z.string().optional(),
  projectId: z.string().optional(),
  labelIds: z.array(z.string()),
  subscriberIds: z.array(z.string()),
  sortOrder: z.number(),
  subIssueSortOrder: z.number().optional(),
  startedAt: instant.optional(),
  completedAt: instant.optional(),
  canceledAt: instant.optional(),
  archivedAt: instant.optional(),
  autoClosedAt: instant.optional(),
  autoArchivedAt: instant.optional(),
  startedTriageAt: instant.optional(),
  triagedAt: instant.optional(),
  snoozedUntilAt: instant.optional(),
  slaStartedAt: instant.optional(),
  slaBreachesAt: instant.optional(),
  trashed: z.boolean().optional(),
});

export const relationTypes = [
  'blocks',
  'duplicate',
  'related',
  'similar',
] as const;

export const relationRecord = z.object({
  ...common,
  issueId: z.string(),
  relatedIssueId: z.string(),
  type: z.enum(relationTypes),
});

export const attachmentRecord = z.object({
  ...common,
  issueId: z.string(),
  title: z.string(),
  subtitle: z.string().optional(),
  url: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  groupBySource: z.boolean(),
  creatorId: z.string().optional(),
});

export const commentRecord = z.object({
  ...common,
  issueId: z.string(),
  body: z.string(),
  userId: z.string().optional(),
  parentId: z.string().optional(),
  createdAs: z.string().optional(),
  editedAt: instant.optional(),
});

export const organizationRecord = z.object({
  ...common,
  name: z.string(),
  urlKey: z.string(),
});

/** All rows of a workspace, as in the state file. */
export const workspaceData = z.object({
  organization: organizationRecord,
  users: z.array(userRecord),
  teams: z.array(teamRecord),
  states: z.array(workflowStateRecord),
  projects: z.array(projectRecord),
  labels: z.array(labelRecord),
  templates: z.array(templateRecord),
  issues: z.array(issueRecord),
  relations: z.array(relationRecord),
  attachments: z.array(attachmentRecord),
  comments: z.array(commentRecord),
  lastSyncId: z.number(),
});

export type StateType = (typeof stateTypes)[number];
export type RelationType = (typeof relationTypes)[number];
export type UserRecord = z.infer<typeof userRecord>;
export type TeamRecord = z.infer<typeof teamRecord>;
export type WorkflowStateRecord = z.infer<typeof workflowStateRecord>;
export type ProjectRecord = z.infer<typeof projectRecord>;
export type LabelRecord = z.infer<typeof labelRecord>;
export type TemplateRecord = z.infer<typeof templateRecord>;
export type IssueRecord = z.infer<typeof issueRecord>;
export type RelationRecord = z.infer<typeof relationRecord>;
export type AttachmentRecord = z.infer<typeof attachmentRecord>;
export type CommentRecord = z.infer<typeof commentRecord>;
export type OrganizationRecord = z.infer<typeof organizationRecord>;
export type WorkspaceData = z.infer<typeof workspaceData>;
