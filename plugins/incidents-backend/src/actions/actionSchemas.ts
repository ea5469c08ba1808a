import type { z as zodV3 } from 'zod/v3';

/** The only zod whose schemas the actions registry understands. */
export type Zod = typeof zodV3;

/**
 * The wire types once more, for the actions registry: it reads schemas made
 * with the `z` it hands out, and sees nothing in ours. A type-level test holds
 * both equal.
 */
export function actionSchemas(z: Zod) {
  const severity = z.enum(['sev1', 'sev2', 'sev3', 'sev4', 'sev5']);
  const status = z.enum([
    'active',
    'mitigated',
    'postmortem',
    'done',
    'canceled',
  ]);
  const visibility = z.enum(['public', 'private']);
  const priority = z.enum(['urgent', 'high', 'medium', 'low', 'none']);
  const source = z.enum(['child', 'related', 'blockedBy', 'blocks']);
  const link = z.object({ title: z.string(), url: z.string() });
  const state = z.object({
    name: z.string(),
    type: z.string().describe("Linear's state type"),
    color: z.string(),
  });
  const progress = z.object({
    total: z.number(),
    todo: z.number(),
    inProgress: z.number(),
    done: z.number(),
    canceled: z.number(),
    overdue: z.number(),
  });
  const parentIssue = z.object({
    status: z.enum(['notConfigured', 'pending', 'linked', 'missing', 'failed']),
    id: z.string().optional().describe('UUID in Linear'),
    identifier: z.string().optional(),
    url: z.string().optional(),
    state: state.optional(),
    team: z
      .object({ key: z.string(), name: z.string(), visibility: z.string() })
      .optional()
      .describe('Linear team; new sub-issues go there'),
    route: z
      .object({ team: z.string(), rule: z.string(), reason: z.string() })
      .optional(),
    reason: z.string().optional().describe('The latest decision in words'),
  });
  const incident = z.object({
    ref: z.string(),
    entityRef: z.string(),
    version: z.number(),
    title: z.string(),
    summary: z.string().optional(),
    severity,
    status,
    visibility,
    lead: z.string().optional(),
    reporter: z.string().optional(),
    participants: z.array(z.string()),
    affects: z.array(z.string()),
    labels: z.array(z.string()),
    links: z.array(link),
    startedAt: z.string(),
    mitigatedAt: z.string().optional(),
    closedAt: z.string().optional(),
    createdAt: z.string(),
    updatedAt: z.string(),
    parentIssue,
    progress,
  });
  const redactedIncident = z.object({
    ref: z.string(),
    entityRef: z.string(),
    title: z.literal('Private incident'),
    visibility: z.literal('private'),
  });
  const actionItem = z.object({
    id: z.string(),
    identifier: z.string(),
    title: z.string(),
    url: z.string(),
    source,
    status: z.enum(['todo', 'inProgress', 'done', 'canceled']),
    state,
    priority,
    assignee: z
      .object({
        name: z.string(),
        userRef: z.string().optional(),
        avatarUrl: z.string().optional(),
      })
      .optional(),
    team: z.object({ key: z.string(), name: z.string() }),
    dueAt: z.string().optional(),
    dueSource: z.enum(['linear', 'sla', 'policy']).optional(),
    overdue: z.boolean(),
    createdAt: z.string(),
    updatedAt: z.string(),
    completedAt: z.string().optional(),
    canceledAt: z.string().optional(),
    archived: z.boolean(),
  });
  const ref = z.string().describe('Reference of the incident, such as INC-42');
  const idempotencyKey = z
    .string()
    .optional()
    .describe('Makes a repeat return what the first call made');
  const entityRef = (of: string) => z.string().describe(of);

  return {
    incident,
    /** A service acting for itself gets private incidents redacted. */
    anyIncident: z.union([incident, redactedIncident]),
    actionItem,
    listIncidentsInput: z.object({
      status: z.array(status).optional(),
      severity: z.array(severity).optional(),
      visibility: z.array(visibility).optional(),
      lead: z.array(z.string()).optional().describe('Entity refs of users'),
      affects: z.array(z.string()).optional().describe('Entity refs'),
      label: z.array(z.string()).optional(),
      team: z
        .array(z.string())
        .optional()
        .describe('Keys of Linear teams that have the parent issue'),
      q: z
        .string()
        .optional()
        .describe('Free text: reference, title and summary'),
      hasOpenActionItems: z.boolean().optional(),
      overdue: z.boolean().optional().describe('Has overdue action items'),
      orderBy: z
        .enum([
          'createdAt',
          'updatedAt',
          'startedAt',
          'severity',
          'status',
          '-createdAt',
          '-updatedAt',
          '-startedAt',
          '-severity',
          '-status',
        ])
        .optional()
        .describe('Default -createdAt: newest first'),
      limit: z.number().optional().describe('1 to 200, default 50'),
      cursor: z.string().optional().describe('nextCursor of the page before'),
    }),
    listIncidentsOutput: z.object({
      items: z.array(z.union([incident, redactedIncident])),
      nextCursor: z.string().optional(),
      totalItems: z.number(),
    }),
    refInput: z.object({ ref }),
    actionItems: z.object({
      items: z.array(actionItem),
      teams: z.array(
        z.object({
          key: z.string(),
          name: z.string(),
          visibility: z.string(),
          states: z.array(state),
        }),
      ),
      relatedIncidents: z.array(
        z.object({
          ref: z.string(),
          entityRef: z.string(),
          title: z.string(),
          severity,
          status,
          visibility,
          source,
        }),
      ),
      progress,
      parentIssue,
      sync: z.object({
        lastSuccessAt: z.string().optional(),
        lastAttemptAt: z.string().optional(),
        error: z
          .object({
            code: z.string(),
            message: z.string(),
            params: z
              .record(z.union([z.string(), z.number(), z.array(z.string())]))
              .optional(),
          })
          .optional(),
        stale: z.boolean(),
        refreshing: z.boolean(),
        nextRefreshAllowedAt: z.string().optional(),
      }),
    }),
    createIncidentInput: z.object({
      title: z
        .string()
        .optional()
        .describe('Required unless the incident is private'),
      summary: z.string().optional(),
      severity: severity.describe('sev1 is the worst'),
      status: status.optional(),
      visibility: visibility.optional(),
      lead: entityRef('Entity ref of the user who leads').optional(),
      participants: z.array(entityRef('Entity ref of a user')).optional(),
      affects: z.array(entityRef('Entity ref of what is broken')).optional(),
      labels: z.array(z.string()).optional(),
      links: z.array(link).optional(),
      startedAt: z.string().optional().describe('ISO 8601'),
      idempotencyKey,
    }),
    createActionItemInput: z.object({
      ref,
      title: z.string(),
      description: z.string().optional().describe('Markdown'),
      assignee: entityRef('Entity ref of a user Linear knows').optional(),
      priority: priority.optional(),
      dueDate: z.string().optional().describe('YYYY-MM-DD'),
      idempotencyKey,
    }),
    transitionInput: z.object({
      ref,
      identifier: z.string().describe('The action item, such as PAY-214'),
      to: z.string().describe("Name of a state of the item's own team"),
      expectedFrom: z
        .string()
        .optional()
        .describe('Moves only if the item is in this state'),
    }),
    transitionOutput: z.object({
      outcome: z.enum(['moved', 'alreadyThere']),
      from: z.string(),
      to: z.string(),
    }),
    routingInput: z.object({
      title: z.string().optional(),
      summary: z.string().optional(),
      severity,
      status: status.optional(),
      visibility: visibility.optional(),
      lead: entityRef('Entity ref of the user who leads').optional(),
      affects: z.array(entityRef('Entity ref of what is broken')).optional(),
      labels: z.array(z.string()).optional(),
    }),
    routingOutput: z.object({
      team: z.string().describe('Key of the team in Linear'),
      project: z.string().optional(),
      labels: z.array(z.string()),
      priority: priority.optional(),
      state: z.string().optional(),
      template: z.string().optional(),
      rule: z.string(),
      reason: z.string(),
      passedOver: z.array(z.object({ rule: z.string(), because: z.string() })),
    }),
  };
}
