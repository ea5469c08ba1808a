import { z } from 'zod';

type Path = readonly PropertyKey[];

/**
 * One line per fault: the full key, what is wrong, what is allowed. Never the
 * value found, which may be a secret.
 */
export function formatFault(issue: z.core.$ZodIssue, input: unknown): string[] {
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

/** Words for the faults the schema itself has none for. */
export function describeFault(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = describeType(issue.expected);
      return issue.input === undefined
        ? `is missing; allowed: ${expected}`
        : `has the wrong type; allowed: ${expected}`;
    }
    case 'invalid_value':
      return `is not one of them; allowed: ${issue.values
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
function formatKey(path: Path, input: unknown): string {
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
