/** Unique values in lists of at most `size`. */
export function chunk<T>(values: Iterable<T>, size: number): T[][] {
  const unique = [...new Set(values)];
  const chunks: T[][] = [];
  for (let start = 0; start < unique.length; start += size) {
    chunks.push(unique.slice(start, start + size));
  }
  return chunks;
}
