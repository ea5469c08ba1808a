/** A ref as it is stored and compared: the catalog does not tell letter cases apart. */
export function normalizeRef(entityRef: string): string {
  return entityRef.toLocaleLowerCase('en-US');
}
