import { isDeepStrictEqual } from 'node:util';
import { FieldRecord, intend, recordApplied } from './fieldRecords';

/** What becomes of a field: as Backstage wants it, a person's edit that stands, or to be written. */
export type FieldDecision = 'inSync' | 'keepExternal' | 'write';

/**
 * When a person's edit gives way: at once, when Backstage's own value changes
 * after we saw the edit, or never.
 */
export type EditPolicy = 'overwrite' | 'untilBackstageChanges' | 'stays';

/**
 * Decides one field. What is observed is ours if it equals what we wanted,
 * intended or applied, whoever made it; anything else is a person's edit.
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
