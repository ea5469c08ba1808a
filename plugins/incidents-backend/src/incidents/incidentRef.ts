/** How people write incident `number`: `INC-42`. */
export function incidentRef(prefix: string, number: number): string {
  return `${prefix}-${number}`;
}

/** The number behind a ref of this prefix; `undefined` for any other. */
export function incidentNumber(
  prefix: string,
  ref: string,
): number | undefined {
  const [refPrefix, digits] = ref.split('-');
  return refPrefix === prefix ? Number(digits) : undefined;
}
