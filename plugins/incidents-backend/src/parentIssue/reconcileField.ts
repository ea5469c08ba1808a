import { isDeepStrictEqual } from 'node:util';
import { FieldRecord, intend, recordApplied } from './fieldRecords';

/** Decision on a field: it has the desired value, a person's edit is kept, or it is written. */
export type FieldDecision = 'inSync' | 'keepExternal' | 'write';

/**
 * When Backstage overwrites a person's edit: at once, when Backstage's own value
 * changes after the edit was read, or never.
 */
export type EditPolicy = 'overwrite' | 'untilBackstageChanges' | 'stays';

/**
 * Decides one field. The observed value is ours if it equals the desired, an
 * intended or the applied value; any other value is a person's edit.
 */
export function reconcileField<T>(options: {
  record: FieldRecord<T> | undefined;
  desired: T;
  observed: T;
  policy: EditPolicy;
}): { decision: FieldDecision; record: FieldRecord<T> } {
  const { record = {}, desired, observed, policy } = options;
  const { intended = [], applied, edited } = record;
  const isObserved = (value: T) => isDeepStrictEqual(value, observed);
  const write = (from: FieldRecord<T>) => ({
    decision: 'write' as const,
    record: intend(from, desired),
  });

  if (isObserved(desired)) {
    return {
      decision: 'inSync',
      record: recordApplied(record, { intended: desired, value: observed }),
    };
  }
  if (
    applied &&
    isObserved(applied.value) &&
    isDeepStrictEqual(applied.intended, desired) &&
    !includes(intended, desired)
  ) {
    // Linear normalized our value.
    return { decision: 'inSync', record };
  }
  if (includes(intended, observed)) {
    // A write without a response has landed.
    return write(
      recordApplied(record, { intended: observed, value: observed }),
    );
  }
  if (applied && (isObserved(applied.value) || isObserved(applied.intended))) {
    // Backstage wants another value than it wrote before.
    return write(record);
  }
  if (policy === 'overwrite') {
    return write(record);
  }
  const changedInBackstageSince =
    edited !== undefined &&
    isObserved(edited.value) &&
    !isDeepStrictEqual(edited.over, desired);
  if (policy === 'untilBackstageChanges' && changedInBackstageSince) {
    return write(record);
  }
  return {
    decision: 'keepExternal',
    record: { ...record, edited: { value: observed, over: desired } },
  };
}

function includes<T>(values: readonly T[], value: T): boolean {
  return values.some(other => isDeepStrictEqual(other, value));
}
