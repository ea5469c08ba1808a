import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ActionItemSource } from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { withoutNulls } from '../json';
import { findRoutingFaults } from './findRoutingFaults';
import { incidentsSchema, ParsedIncidents } from './incidentsSchema';

const DEFAULT_COUNTS: ActionItemSource[] = ['child', 'related'];

/**
 * Reads the key `incidents`. Everything has a default; without `linear`,
 * incidents work and say that Linear is not configured.
 *
 * @throws InputError with one line per fault: full key, what is wrong, what is
 * allowed. It never contains a configured value.
 */
export function readIncidentsSettings(config: Config): IncidentsSettings {
  // A key without a value is an absent key.
  const input = withoutNulls(config.getOptional('incidents') ?? {});
  const parsed = incidentsSchema.safeParse(input, { error: describeFault });
  const faults = parsed.success
    ? findCrossFaults(parsed.data)
    : parsed.error.issues.flatMap(issue => formatFault(issue, input));
  if (!parsed.success || faults.length > 0) {
    throw new InputError(
      `The configuration of the incidents plugin has ${
        faults.length === 1 ? 'a fault' : `${faults.length} faults`
      }:\n${faults.map(fault => `- ${fault}`).join('\n')}`,
    );
  }
  return toSettings(parsed.data);
}

/** Everything under the key `incidents`, validated, with defaults applied. Durations are in milliseconds. */
export type IncidentsSettings = ReturnType<typeof toSettings>;
export type ActionItemsSettings = IncidentsSettings['actionItems'];
export type AutoCompleteSettings = ActionItemsSettings['autoComplete'];

/** Linear is configured either completely or not at all. */
export type LinearSettings = IncidentsSettings['linear'];
export type ConfiguredLinearSettings = Extract<
  LinearSettings,
  { kind: 'configured' }
>;

function toSettings(parsed: ParsedIncidents) {
  const { linear, actionItems, sync, retention } = parsed;
  const { sources, autoComplete, reminders } = actionItems;
  return {
    prefix: parsed.prefix,
    privacy: parsed.privacy,
    operators: parsed.operators,
    linear: toLinearSettings(linear),
    actionItems: {
      sources: [...new Set(sources)],
      dueWithinMs: actionItems.dueWithin,
      autoComplete: {
        counts:
          autoComplete.counts ??
          DEFAULT_COUNTS.filter(source => sources.includes(source)),
        requireClosedIncident: autoComplete.requireClosedIncident,
      },
      reminders: {
        enabled: reminders.enabled,
        beforeMs: reminders.before,
        everyMs: reminders.every,
      },
    },
    sync: {
      frequencyMs: sync.frequency,
      throttleMs: sync.throttle,
      fullSweepMs: sync.fullSweep,
      maxDisappearing: sync.maxDisappearing,
      webhookSilenceMs: sync.webhookSilence,
      forcedPerMinute: sync.forcedPerMinute,
    },
    declarePerMinute: parsed.declarePerMinute,
    retention: {
      webhooksMs: retention.webhooks,
      idempotencyKeysMs: retention.idempotencyKeys,
    },
    /** What is suspicious but does not stop the plugin; shown to operators. */
    configFaults: linear ? findRoutingFaults(linear.routing) : [],
    /** What works but is easily misunderstood; for the log at start. */
    warnings: findWarnings(parsed),
  };
}

function toLinearSettings(linear: ParsedIncidents['linear']) {
  if (!linear) return { kind: 'notConfigured' } as const;
  const { webhookMaxAge, ...rest } = linear;
  return {
    kind: 'configured',
    ...rest,
    webhookMaxAgeMs: webhookMaxAge,
  } as const;
}

function findWarnings({ prefix, linear }: ParsedIncidents): string[] {
  if (!linear || linear.syncIdentifiers) return [];
  const { rules, default: fallback } = linear.routing;
  const isTeam = [
    ...rules.map(({ use }) => use.team),
    fallback.team,
    ...linear.linkableTeams,
  ].includes(prefix);
  return isTeam
    ? [
        `incidents.prefix: is the key of the Linear team ${prefix}, so that ${prefix}-1 is both an incident and a different issue; allowed: a prefix that is no team's key, or incidents.linear.syncIdentifiers: true for one number in both`,
      ]
    : [];
}

/** Faults that lie between two keys. */
function findCrossFaults(parsed: ParsedIncidents): string[] {
  const { linear, actionItems, retention } = parsed;
  const faults: string[] = [];
  for (const [index, source] of (
    actionItems.autoComplete.counts ?? []
  ).entries()) {
    if (!actionItems.sources.includes(source)) {
      faults.push(
        `incidents.actionItems.autoComplete.counts[${index}]: is not among incidents.actionItems.sources; allowed: ${actionItems.sources.join(
          ', ',
        )}`,
      );
    }
  }
  if (!linear) return faults;

  if (retention.webhooks <= linear.webhookMaxAge) {
    faults.push(
      'incidents.retention.webhooks: is too short to recognize a repeated delivery; allowed: longer than incidents.linear.webhookMaxAge',
    );
  }
  const { routing } = linear;
  const names = new Set(['default', 'annotation']);
  for (const [index, rule] of routing.rules.entries()) {
    if (names.has(rule.name)) {
      faults.push(
        `incidents.linear.routing.rules[${index}].name: is taken; allowed: a name that no earlier rule has, other than default and annotation`,
      );
    }
    names.add(rule.name);
  }
  if (linear.syncIdentifiers) {
    const allowed = `allowed with syncIdentifiers: ${parsed.prefix}, the value of incidents.prefix`;
    const targets = [
      ...routing.rules.map(({ use }, index) => ({
        key: `rules[${index}].use`,
        use,
      })),
      { key: 'default', use: routing.default },
    ];
    for (const { key, use } of targets) {
      if (use.team !== parsed.prefix) {
        faults.push(
          `incidents.linear.routing.${key}.team: differs from the prefix; ${allowed}`,
        );
      }
    }
    if (routing.entityTeamAnnotation) {
      faults.push(
        'incidents.linear.routing.entityTeamAnnotation: would name other teams; allowed with syncIdentifiers: false',
      );
    }
  }
  return faults;
}

/**
 * One line per fault: the full key, what is wrong, what is allowed. Never the
 * value found, which may be a secret.
 */
function formatFault(issue: z.core.$ZodIssue, input: unknown): string[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(
        key => `${formatKey([...issue.path, key], input)}: ${issue.message}`,
      );
    case 'invalid_key':
      return issue.issues.map(
        inner => `${formatKey(issue.path, input)}: ${inner.message}`,
      );
    default:
      return [`${formatKey(issue.path, input)}: ${issue.message}`];
  }
}

/** Messages for the faults that the schema itself has none for. */
function describeFault(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = describeType(issue.expected);
      return issue.input === undefined
        ? `is missing; allowed: ${expected}`
        : `has the wrong type; allowed: ${expected}`;
    }
    case 'invalid_value':
      return `is not an allowed value; allowed: ${issue.values
        .map(String)
        .join(', ')}`;
    default:
      return undefined;
  }
}

function describeType(type: string): string {
  switch (type) {
    case 'string':
      return 'text';
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'an object';
    default:
      return `a ${type}`;
  }
}

/** `['linear', 'rules', 0]` → `incidents.linear.rules[0]`. */
function formatKey(path: readonly PropertyKey[], input: unknown): string {
  let key = 'incidents';
  let current: unknown = input;
  for (const segment of path) {
    if (typeof segment === 'number') {
      // A single value in place of a list has no index in the file.
      if (!Array.isArray(current)) continue;
      key += `[${segment}]`;
      current = current[segment];
    } else {
      key += `.${String(segment)}`;
      current =
        typeof current === 'object' && current !== null
          ? Reflect.get(current, segment)
          : undefined;
    }
  }
  return key;
}
