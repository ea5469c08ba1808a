/** The items that were read, each as it was last changed in Linear: reads overtake each other, and the older one must not win. */
export function newestOf<Item extends { issueId: string; updatedAt: string }>(
  stored: readonly Item[],
  read: readonly Item[],
): Item[] {
  const known = new Map(stored.map(item => [item.issueId, item]));
  return read.map(item => {
    const other = known.get(item.issueId);
    return other && other.updatedAt > item.updatedAt ? other : item;
  });
}
