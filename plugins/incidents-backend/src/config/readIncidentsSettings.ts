import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { withoutNulls } from '../json';
import { ConfigFault, findRoutingFaults } from './findRoutingFaults';
import { incidentsSchema } from './incidentsSchema';

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
  if (!parsed.success) {
    const faults = parsed.error.issues.flatMap(issue =>
      formatFault(issue, input),
    );
    throw new InputError(
      `The configuration of the incidents plugin has ${
        faults.length === 1 ? 'a fault' : `${faults.length} faults`
      }:\n${faults.map(fault => `- ${fault}`).join('\n')}`,
    );
  }
  const { linear } = parsed.data;
  return {
    ...parsed.data,
    configFaults:
      linear.kind === 'configured' ? findRoutingFaults(linear.routing) : [],
  };
}

export type IncidentsSettings = z.output<typeof incidentsSchema> & {
  /** What is suspicious but does not stop the plugin; shown to operators. */
  configFaults: ConfigFault[];
};
export type ActionItemsSettings = IncidentsSettings['actionItems'];
export type AutoCompleteSettings = ActionItemsSettings['autoComplete'];
export type ConfiguredLinearSettings = Extract<
  IncidentsSettings['linear'],
  { kind: 'configured' }
>;

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

const typeNames: Record<string, string> = {
  string: 'text',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** Messages for the faults that the schema itself has none for. */
function describeFault(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = typeNames[issue.expected] ?? `a ${issue.expected}`;
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
