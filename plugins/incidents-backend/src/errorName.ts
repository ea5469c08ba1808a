/** What may be logged of any error: a message might quote what people wrote. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
