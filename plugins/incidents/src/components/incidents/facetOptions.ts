/** The options of a filter: every existing value with its count, and chosen values without matches. */
export function facetOptions(options: {
  found: ReadonlyArray<{ value: string; count: number }>;
  chosen: readonly string[];
  describe: (count: number) => string;
}): Array<{ id: string; label: string; description?: string }> {
  const { found, chosen, describe } = options;
  const known = new Set(found.map(({ value }) => value));
  return [
    ...found.map(({ value, count }) => ({
      id: value,
      label: value,
      description: describe(count),
    })),
    ...chosen
      .filter(value => !known.has(value))
      .map(value => ({ id: value, label: value })),
  ];
}
