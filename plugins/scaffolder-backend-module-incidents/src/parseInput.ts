import { InputError } from '@backstage/errors';

interface WireSchema<T> {
  safeParse(value: unknown):
    | { success: true; data: T }
    | {
        success: false;
        error: { issues: { path: PropertyKey[]; message: string }[] };
      };
}

/**
 * Checks an input as the incidents API would.
 *
 * @param name - of the field that the value comes from; absent for all of the input
 */
export function parseInput<T>(
  schema: WireSchema<T>,
  value: unknown,
  name?: string,
): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    const describe = (issue: { path: PropertyKey[]; message: string }) => {
      const path = (name === undefined ? [] : [name]).concat(
        issue.path.map(String),
      );
      return [path.join('.'), issue.message].filter(Boolean).join(': ');
    };
    throw new InputError(result.error.issues.map(describe).join('; '));
  }
  return result.data;
}
