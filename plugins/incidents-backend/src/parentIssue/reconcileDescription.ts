import { DescriptionState, FieldRecord } from './fieldRecords';
import { Verdict, withIntent } from './reconcileField';

type DescriptionRecord = FieldRecord<DescriptionState>;

/**
 * Decides the description: blank while the incident is private, written anew
 * once it is public again, otherwise never touched after creation. Compared
 * only as blank or not, because Linear normalizes Markdown.
 */
export function reconcileDescription(options: {
  record: DescriptionRecord | undefined;
  /** `undefined`: to be blank. */
  desired: string | undefined;
  /** `undefined`: not read. */
  observed: string | undefined;
}): { verdict: Verdict; record: DescriptionRecord | undefined; text?: string } {
  return options.desired === undefined
    ? redact(options.record, options.observed)
    : restore(options.record, options.desired, options.observed);
}

function redact(
  record: DescriptionRecord | undefined,
  observed: string | undefined,
): ReturnType<typeof reconcileDescription> {
  const blankApplied =
    record?.applied?.value === 'blank' && !record.intended?.length;
  if (isBlank(observed) || (observed === undefined && blankApplied)) {
    return {
      verdict: { verdict: 'ours', reason: 'blank, as the incident is private' },
      record: applied('blank'),
    };
  }
  return push(record, 'blank', '', 'the incident is private');
}

function restore(
  record: DescriptionRecord | undefined,
  desired: string,
  observed: string | undefined,
): ReturnType<typeof reconcileDescription> {
  const written = [...(record?.intended ?? [])];
  if (written.length === 0 && record?.applied) {
    written.push(record.applied.intended);
  }
  const untouched: Verdict = {
    verdict: 'ours',
    reason: 'written once, then left to the people in Linear',
  };
  if (written.length === 0 || (written.length === 1 && isSettled(record))) {
    return { verdict: untouched, record };
  }
  const hasText = observed !== undefined && !isBlank(observed);
  if (hasText || (desired === '' && isBlank(observed))) {
    return {
      verdict: untouched,
      // A blank that is still under way may yet land.
      record:
        written.at(-1) === 'blank' && !desired ? record : keepText(record),
    };
  }
  return push(record, 'written', desired, 'the incident is public again');
}

/** Our text arrived at Linear and was answered. */
function isSettled(record: DescriptionRecord | undefined): boolean {
  return !record?.intended?.length && record?.applied?.intended === 'written';
}

function keepText(
  record: DescriptionRecord | undefined,
): DescriptionRecord | undefined {
  return record?.intended?.at(-1) === 'written' ? applied('written') : record;
}

function push(
  record: DescriptionRecord | undefined,
  value: DescriptionState,
  text: string,
  reason: string,
): ReturnType<typeof reconcileDescription> {
  return {
    verdict: { verdict: 'push', reason },
    record: { ...record, intended: withIntent(record?.intended ?? [], value) },
    text,
  };
}

function applied(value: DescriptionState): DescriptionRecord {
  return { applied: { intended: value, value } };
}

function isBlank(text: string | undefined): boolean {
  return text !== undefined && text.trim() === '';
}
