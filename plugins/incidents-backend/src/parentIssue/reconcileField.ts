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
  const isObserved = (value: T) => isDeepStrictEqual(value, observed);
  const push = (from: FieldRecord<T>, reason: string) => ({
    verdict: { verdict: 'push' as const, reason },
    record: intend(from, desired),
  });

  if (isObserved(desired)) {
    return {
      verdict: { verdict: 'ours', reason: 'as Backstage wants it' },
      record: answer(record, { asked: desired, value: observed }),
    };
  }
  if (
    applied &&
    isObserved(applied.value) &&
    isDeepStrictEqual(applied.intended, desired) &&
    !includes(intended, desired)
  ) {
    return {
      verdict: { verdict: 'ours', reason: 'as Linear normalized our value' },
      record,
    };
  }
  if (includes(intended, observed)) {
    // An unanswered write has landed.
    return push(
      answer(record, { asked: observed, value: observed }),
      'Backstage wants another value than it wrote before',
    );
  }
  if (applied && (isObserved(applied.value) || isObserved(applied.intended))) {
    return push(record, 'Backstage wants another value than it wrote before');
  }
  if (policy === 'overwrite') {
    return push(record, 'a private incident shows nothing of itself');
  }
  const known = edited !== undefined && isObserved(edited.value);
  if (
    policy === 'untilBackstageChanges' &&
    known &&
    !isDeepStrictEqual(edited.over, desired)
  ) {
    return push(record, 'it changed in Backstage after the edit in Linear');
  }
  return {
    verdict: { verdict: 'humanEdit', reason: 'a person edited it in Linear' },
    record: {
      ...record,
      edited: { value: observed, over: desired },
    },
  };
}

/** Remembers a write before it is made. */
export function intend<T>(
  record: FieldRecord<T> | undefined,
  value: T,
): FieldRecord<T> {
  return {
    ...record,
    intended: [...without(record?.intended, value), value].slice(-MAX_INTENDED),
  };
}

/** Remembers that a write has landed, and ends any edit before it. */
export function answer<T>(
  record: FieldRecord<T> | undefined,
  landed: { asked: T; value: T },
): FieldRecord<T> {
  const intended = without(record?.intended, landed.asked);
  return {
    ...(intended.length > 0 ? { intended } : {}),
    applied: { intended: landed.asked, value: landed.value },
  };
}

function without<T>(values: readonly T[] = [], value: T): T[] {
  return values.filter(other => !isDeepStrictEqual(other, value));
}

function includes<T>(values: readonly T[], value: T): boolean {
  return values.some(other => isDeepStrictEqual(other, value));
}
