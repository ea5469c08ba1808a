import { IssueRecord } from './records';

/** Old values by field, null for none. */
export function changedFields(
  before: IssueRecord,
  after: IssueRecord,
): Record<string, unknown> {
  const old: ReadonlyMap<string, unknown> = new Map(Object.entries(before));
  const fresh: ReadonlyMap<string, unknown> = new Map(Object.entries(after));
  const changed: Record<string, unknown> = {};
  for (const name of new Set([...old.keys(), ...fresh.keys()])) {
    const was = old.get(name);
    const is = fresh.get(name);
    const same =
      Array.isArray(was) && Array.isArray(is)
        ? was.length === is.length && was.every((item, i) => item === is[i])
        : was === is;
    if (!same) changed[name] = was ?? null;
  }
  return changed;
}
