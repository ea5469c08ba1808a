import {
  actionItemSourceSchema,
  prioritySchema,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import {
  boolean,
  duration,
  endpoint,
  entityRef,
  fraction,
  integer,
  list,
  name,
  secret,
  strict,
  teamKey,
  template,
} from './scalars';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const MINUTE = 60 * 1000;

const lowerCaseName = name().transform(value =>
  value.toLocaleLowerCase('en-US'),
);

const authSchema = strict({
  oauth: strict({
    clientId: name(),
    clientSecret: secret,
    scopes: list(name(50)).default(['read', 'write']),
  }).optional(),
  apiKey: secret.optional(),
}).transform((auth, context) => {
  if (auth.oauth && auth.apiKey === undefined) {
    return { kind: 'oauth' as const, ...auth.oauth };
  }
  if (auth.apiKey !== undefined && !auth.oauth) {
    return { kind: 'apiKey' as const, apiKey: auth.apiKey };
  }
  context.addIssue({
    code: 'custom',
    message: `has ${
      auth.oauth ? 'both oauth and apiKey' : 'neither oauth nor apiKey'
    }; allowed: exactly one of the two`,
  });
  return z.NEVER;
});

const targetSchema = strict({
  team: teamKey,
  project: name().optional(),
  labels: list(name()).default([]),
  priority: prioritySchema.optional(),
  template: template.optional(),
  state: name().optional(),
});

const whenSchema = strict({
  severity: list(severitySchema).default([]),
  visibility: list(visibilitySchema).default([]),
  labels: list(name()).default([]),
  leadGroup: list(
    entityRef({ defaultKind: 'group', kinds: ['group'] }),
  ).default([]),
  affects: strict({
    refs: list(entityRef()).default([]),
    kind: list(lowerCaseName).default([]),
    type: list(lowerCaseName).default([]),
    system: list(
      entityRef({ defaultKind: 'system', kinds: ['system'] }),
    ).default([]),
    domain: list(
      entityRef({ defaultKind: 'domain', kinds: ['domain'] }),
    ).default([]),
    owner: list(
      entityRef({ defaultKind: 'group', kinds: ['group', 'user'] }),
    ).default([]),
  }).prefault({}),
});

const routingSchema = strict({
  entityTeamAnnotation: boolean.default(false),
  rules: z
    .array(
      strict({
        name: name(100),
        when: whenSchema.prefault({}),
        use: targetSchema,
      }),
    )
    .default([]),
  default: targetSchema,
});

const stateNamesSchema = strict({
  open: name().optional(),
  completed: name().optional(),
  canceled: name().optional(),
});

const statesSchema = strict({
  default: stateNamesSchema.prefault({}),
  teams: z.record(teamKey, stateNamesSchema).default({}),
}).prefault({});

const linearSchema = strict({
  apiUrl: endpoint.default('https://api.linear.app/graphql'),
  tokenUrl: endpoint.default('https://api.linear.app/oauth/token'),
  auth: authSchema,
  webhookSecrets: list(secret)
    .refine(
      secrets => secrets.length <= 2,
      'has too many values; allowed: none, one, or two while rotating',
    )
    .default([]),
  webhookMaxAge: duration.prefault({ hours: 7 }),
  budgetReserve: fraction().default(0.2),
  syncIdentifiers: boolean.default(false),
  identifierGapLimit: integer(0, 100).default(5),
  linkableTeams: list(teamKey).default([]),
  routing: z.preprocess(routing => routing ?? {}, routingSchema),
  states: statesSchema,
  comments: strict({
    completed: template.default(
      'All action items of {{ref}} are closed, so this issue was completed. A new open item reopens it.',
    ),
    reopened: template.default(
      'An action item of {{ref}} is open again, so this issue was reopened.',
    ),
  }).prefault({}),
});

/** The configuration under `incidents`; durations come out in milliseconds. */
export const incidentsSchema = strict({
  prefix: z
    .string()
    .regex(
      /^[A-Z][A-Z0-9]{0,19}$/,
      'is not a prefix; allowed: a capital letter, then up to 19 capital letters or digits',
    )
    .default('INC'),
  privacy: strict({
    readers: list(entityRef({ kinds: ['user', 'group'] })).default([]),
    showInLinear: list(z.enum(['assignee', 'priority', 'labels'])).default([]),
  }).prefault({}),
  operators: list(entityRef({ kinds: ['user', 'group'] })).default([]),
  linear: linearSchema.optional(),
  actionItems: strict({
    sources: list(actionItemSourceSchema)
      .refine(
        sources => sources.length > 0,
        `must not be empty; allowed: ${actionItemSourceSchema.options.join(
          ', ',
        )}`,
      )
      .default(['child', 'related', 'blockedBy', 'blocks']),
    dueWithin: strict({
      urgent: duration.optional(),
      high: duration.optional(),
      medium: duration.optional(),
      low: duration.optional(),
      none: duration.optional(),
    }).prefault({
      urgent: { days: 7 },
      high: { days: 14 },
      medium: { days: 28 },
    }),
    autoComplete: strict({
      counts: list(actionItemSourceSchema).optional(),
      requireClosedIncident: boolean.default(false),
    }).prefault({}),
    reminders: strict({
      enabled: boolean.default(true),
      before: duration.default(3 * DAY),
      every: duration.default(7 * DAY),
    }).prefault({}),
  }).prefault({}),
  sync: strict({
    frequency: duration.default(MINUTE),
    throttle: duration.default(5 * MINUTE),
    fullSweep: duration.default(12 * HOUR),
    maxDisappearing: fraction().default(0.2),
    webhookSilence: duration.default(DAY),
    forcedPerMinute: integer(1, 1_000_000).default(20),
  }).prefault({}),
  declarePerMinute: integer(1, 1_000_000).default(60),
  retention: strict({
    webhooks: duration.default(8 * DAY),
    idempotencyKeys: duration.default(7 * DAY),
  }).prefault({}),
  // Read by the catalog module, which may run elsewhere; a fault shows at once here.
  catalog: strict({
    show: z.enum(['full', 'minimal']).default('full'),
    keepClosed: duration.default(90 * DAY),
  }).prefault({}),
});

export type ParsedIncidents = z.output<typeof incidentsSchema>;

/** What an incident's parent issue is created with: key of the team, names of the rest. */
export type RouteTarget = z.output<typeof targetSchema>;

export type RoutingSettings = z.output<typeof routingSchema>;

/**
 * All non-empty lists must hold, any value of a list suffices; an empty list
 * is a condition that was not given. Entity refs are full and lower case,
 * kinds and types lower case, labels as configured.
 */
export type RoutingConditions = z.output<typeof whenSchema>;

/** One and the same affected entity must satisfy all of these. */
export type AffectsConditions = RoutingConditions['affects'];

/** Names of the workflow states the parent issue is moved to, by team key in upper case; a team's own win over the default. */
export type StatesSettings = z.output<typeof statesSchema>;
