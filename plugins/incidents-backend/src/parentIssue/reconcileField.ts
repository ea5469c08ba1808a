import { isDeepStrictEqual } from 'node:util';
import { FieldRecord } from './fieldRecords';

/** Why a field is or is not written. */
export interface Verdict {
  /** `ours`: as Backstage wants it. `humanEdit`: a person's edit stands. */
  verdict: 'ours' | 'humanEdit' | 'push';
  /** In words, for operators. */
  reason: string;
}

/**
 * When a person's edit gives way: at once, when Backstage's own value changes
 * after we saw the edit, or never.
 */
export type EditPolicy = 'overwrite' | 'untilBackstageChanges' | 'stays';

/** At most this many unanswered writes are remembered. */
const MAX_INTENDED = 20;

/**
 * Decides one field. What is observed is ours if it equals what we wanted,
 * intended or applied, whoever made it; anything else is a person's edit.
 */
export function reconcileField<T>(options: {
  record: FieldRecord<T> | undefined;
  desired: T;
  observed: T;
  policy: EditPolicy;
}): { verdict: Verdict; record: FieldRecord<T> } {
  const { record = {}, desired, observed, policy } = options;
  const { intended = [], applied, edited } = record;
  const isDesired = (value: T) => isDeepStrictEqual(value, desired);
  const isObserved = (value: T) => isDeepStrictEqual(value, observed);

  if (isObserved(desired)) {
    return {
      verdict: { verdict: 'ours', reason: 'as Backstage wants it' },
      record: { applied: { intended: desired, value: observed } },
    };
  }
  if (
    applied &&
    intended.length === 0 &&
    isDesired(applied.intended) &&
    isObserved(applied.value)
  ) {
    return {
      verdict: { verdict: 'ours', reason: 'as Linear normalized our value' },
      record: { applied },
    };
  }
  const push = (reason: string) => ({
    verdict: { verdict: 'push' as const, reason },
    record: { ...record, intended: withIntent(intended, desired) },
  });
  if (
    intended.some(isObserved) ||
    (applied && (isObserved(applied.value) || isObserved(applied.intended)))
  ) {
    return push('Backstage wants another value than it wrote before');
  }
  if (policy === 'overwrite') {
    return push('a private incident shows nothing of itself');
  }
  const known = edited !== undefined && isObserved(edited.value);
  if (
    policy === 'untilBackstageChanges' &&
    known &&
    !isDeepStrictEqual(edited.over, desired)
  ) {
    return push('it changed in Backstage after the edit in Linear');
  }
  return {
    verdict: { verdict: 'humanEdit', reason: 'a person edited it in Linear' },
    record: {
      ...record,
      edited: known ? edited : { value: observed, over: desired },
    },
  };
}

/** A record from a mutation's own answer. */
export function answered<T>(
  record: FieldRecord<T> | undefined,
  value: T,
): FieldRecord<T> {
  const intended = record?.intended?.at(-1);
  return { applied: { intended: intended ?? value, value } };
}

/** Remembers a write before it is made. */
export function withIntent<T>(intended: readonly T[], value: T): T[] {
  return [
    ...intended.filter(earlier => !isDeepStrictEqual(earlier, value)),
    value,
  ].slice(-MAX_INTENDED);
}
