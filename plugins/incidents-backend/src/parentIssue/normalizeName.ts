/** A name in Linear as it is compared: nobody tells `Done` and `done` apart. */
export function normalizeName(name: string): string {
  return name.trim().toLocaleLowerCase('en-US');
}
