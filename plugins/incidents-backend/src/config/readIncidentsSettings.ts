import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { findRoutingFaults } from './findRoutingFaults';
import { describeFault, formatFault } from './formatFault';
import { incidentsSchema, ParsedIncidents } from './incidentsSchema';
import { IncidentsSettings, LinearSettings } from './settings';

const DEFAULT_COUNTS = ['child', 'related'] as const;

/**
 * Reads the key `incidents`. Everything has a default; without `linear`,
 * incidents work and say that Linear is not configured.
 *
 * @throws InputError with one line per fault: full key, what is wrong, what is
 * allowed. It never contains a configured value.
 */
export function readIncidentsSettings(config: Config): IncidentsSettings {
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

function toSettings(parsed: ParsedIncidents): IncidentsSettings {
  const { actionItems, sync, retention } = parsed;
  return {
    prefix: parsed.prefix,
    privacy: parsed.privacy,
    operators: parsed.operators,
    linear: toLinearSettings(parsed.linear),
    actionItems: {
      sources: [...new Set(actionItems.sources)],
      dueWithinMs: actionItems.dueWithin,
      autoComplete: {
        counts:
          actionItems.autoComplete.counts ??
          DEFAULT_COUNTS.filter(source => actionItems.sources.includes(source)),
        requireClosedIncident: actionItems.autoComplete.requireClosedIncident,
      },
      reminders: {
        enabled: actionItems.reminders.enabled,
        beforeMs: actionItems.reminders.before,
        everyMs: actionItems.reminders.every,
      },
    },
    sync: {
      frequencyMs: sync.frequency,
      throttleMs: sync.throttle,
      fullSweepMs: sync.fullSweep,
      maxDisappearing: sync.maxDisappearing,
      webhookSilenceMs: sync.webhookSilence,
    },
    retention: {
      webhooksMs: retention.webhooks,
      idempotencyKeysMs: retention.idempotencyKeys,
    },
    configFaults: parsed.linear ? findRoutingFaults(parsed.linear.routing) : [],
  };
}

function toLinearSettings(parsed: ParsedIncidents['linear']): LinearSettings {
  if (!parsed) return { kind: 'notConfigured' };
  const { webhookMaxAge, ...linear } = parsed;
  return { kind: 'configured', ...linear, webhookMaxAgeMs: webhookMaxAge };
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

/** A key without a value is an absent key. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null)
      .map(([key, entry]) => [key, withoutNulls(entry)]),
  );
}
