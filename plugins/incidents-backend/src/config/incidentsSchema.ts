import {
  ActionItemSource,
  actionItemSourceSchema,
  prioritySchema,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import {
  anyOf,
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

/** Durations under their keys, which then end in `Ms`. */
function inMs<T extends Record<string, number>>(durations: T) {
  return Object.fromEntries(
    Object.entries(durations).map(([key, value]) => [`${key}Ms`, value]),
  ) as { [K in keyof T & string as `${K}Ms`]: T[K] };
}

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
  labels: anyOf(name()),
  priority: prioritySchema.optional(),
  template: template.optional(),
  state: name().optional(),
});

const whenSchema = strict({
  severity: anyOf(severitySchema),
  visibility: anyOf(visibilitySchema),
  labels: anyOf(name()),
  leadGroup: anyOf(entityRef({ defaultKind: 'group', kinds: ['group'] })),
  affects: strict({
    refs: anyOf(entityRef()),
    kind: anyOf(lowerCaseName),
    type: anyOf(lowerCaseName),
    system: anyOf(entityRef({ defaultKind: 'system', kinds: ['system'] })),
    domain: anyOf(entityRef({ defaultKind: 'domain', kinds: ['domain'] })),
    owner: anyOf(entityRef({ defaultKind: 'group', kinds: ['group', 'user'] })),
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
  linkableTeams: anyOf(teamKey),
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
}).transform(({ webhookMaxAge, ...linear }) => ({
  kind: 'configured' as const,
  ...linear,
  ...inMs({ webhookMaxAge }),
}));

const DEFAULT_COUNTS: ActionItemSource[] = ['child', 'related'];

const keysSchema = strict({
  prefix: z
    .string()
    .regex(
      /^[A-Z][A-Z0-9]{0,19}$/,
      'is not a prefix; allowed: a capital letter, then up to 19 capital letters or digits',
    )
    .default('INC'),
  privacy: strict({
    readers: anyOf(entityRef({ kinds: ['user', 'group'] })),
    showInLinear: anyOf(z.enum(['assignee', 'priority', 'labels'])),
  }).prefault({}),
  operators: anyOf(entityRef({ kinds: ['user', 'group'] })),
  /** Linear is configured either completely or not at all. */
  linear: linearSchema
    .optional()
    .transform(linear => linear ?? { kind: 'notConfigured' as const }),
  actionItems: strict({
    sources: list(actionItemSourceSchema)
      .refine(
        sources => sources.length > 0,
        `must not be empty; allowed: ${actionItemSourceSchema.options.join(
          ', ',
        )}`,
      )
      .default(['child', 'related', 'blockedBy', 'blocks'])
      .transform(sources => [...new Set(sources)]),
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
    })
      .transform(({ enabled, ...durations }) => ({
        enabled,
        ...inMs(durations),
      }))
      .prefault({}),
  })
    .transform(({ sources, dueWithin, autoComplete, reminders }) => ({
      sources,
      dueWithinMs: dueWithin,
      autoComplete: {
        ...autoComplete,
        counts:
          autoComplete.counts ??
          DEFAULT_COUNTS.filter(source => sources.includes(source)),
      },
      reminders,
    }))
    .prefault({}),
  sync: strict({
    frequency: duration.default(MINUTE),
    throttle: duration.default(5 * MINUTE),
    fullSweep: duration.default(12 * HOUR),
    maxDisappearing: fraction().default(0.2),
    webhookSilence: duration.default(DAY),
    forcedPerMinute: integer(1, 1_000_000).default(20),
  })
    .transform(({ maxDisappearing, forcedPerMinute, ...durations }) => ({
      maxDisappearing,
      forcedPerMinute,
      ...inMs(durations),
    }))
    .prefault({}),
  declarePerMinute: integer(1, 1_000_000).default(60),
  retention: strict({
    webhooks: duration.default(8 * DAY),
    idempotencyKeys: duration.default(7 * DAY),
  })
    .transform(inMs)
    .prefault({}),
  // Read by the catalog module, which may run elsewhere; a fault shows at once here.
  catalog: strict({
    show: z.enum(['full', 'minimal']).default('full'),
  }).prefault({}),
});

/** Everything under the key `incidents`, validated, with defaults applied. Durations are in milliseconds. */
export const incidentsSchema = keysSchema.transform((settings, context) => {
  const { linear, actionItems, retention } = settings;
  const fault = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  for (const [index, source] of actionItems.autoComplete.counts.entries()) {
    if (!actionItems.sources.includes(source)) {
      const allowed = actionItems.sources.join(', ');
      fault(
        ['actionItems', 'autoComplete', 'counts', index],
        `is not among incidents.actionItems.sources; allowed: ${allowed}`,
      );
    }
  }
  if (linear.kind === 'notConfigured') return settings;

  if (retention.webhooksMs <= linear.webhookMaxAgeMs) {
    fault(
      ['retention', 'webhooks'],
      'is too short to recognize a repeated delivery; allowed: longer than incidents.linear.webhookMaxAge',
    );
  }
  const { routing } = linear;
  const path = ['linear', 'routing'];
  const names = new Set(['default', 'annotation']);
  for (const [index, rule] of routing.rules.entries()) {
    if (names.has(rule.name)) {
      fault(
        [...path, 'rules', index, 'name'],
        'is taken; allowed: a name that no earlier rule has, other than default and annotation',
      );
    }
    names.add(rule.name);
  }
  if (linear.syncIdentifiers) {
    const targets = [
      ...routing.rules.map(({ use }, index) => ({
        of: ['rules', index, 'use'],
        team: use.team,
      })),
      { of: ['default'], team: routing.default.team },
    ];
    for (const { of, team } of targets) {
      if (team !== settings.prefix) {
        fault(
          [...path, ...of, 'team'],
          `differs from the prefix; allowed with syncIdentifiers: ${settings.prefix}, the value of incidents.prefix`,
        );
      }
    }
    if (routing.entityTeamAnnotation) {
      fault(
        [...path, 'entityTeamAnnotation'],
        'would name other teams; allowed with syncIdentifiers: false',
      );
    }
  }
  return settings;
});

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
