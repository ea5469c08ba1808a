import { DescriptionState, FieldRecord } from './fieldRecords';
import { answer, intend, Verdict } from './reconcileField';

type DescriptionRecord = FieldRecord<DescriptionState>;

/** What becomes of the description; `text` is there if it is to be written. */
export interface DescriptionResult {
  verdict: Verdict;
  record: DescriptionRecord | undefined;
  text?: string;
}

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
}): DescriptionResult {
  const { record, desired, observed } = options;
  return desired === undefined
    ? redact(record, observed)
    : restore(record, desired, observed);
}

function redact(
  record: DescriptionRecord | undefined,
  observed: string | undefined,
): DescriptionResult {
  const isKnownBlank =
    observed === undefined
      ? record?.applied?.value === 'blank' && !record.intended?.length
      : isBlank(observed);
  if (isKnownBlank) {
    return {
      verdict: { verdict: 'ours', reason: 'blank, as the incident is private' },
      record: landed(record, 'blank'),
    };
  }
  return {
    verdict: { verdict: 'push', reason: 'the incident is private' },
    record: intend(record, 'blank'),
    text: '',
  };
}

function restore(
  record: DescriptionRecord | undefined,
  desired: string,
  observed: string | undefined,
): DescriptionResult {
  const untouched = (after: DescriptionRecord | undefined) => ({
    verdict: {
      verdict: 'ours' as const,
      reason: 'written once, then left to the people in Linear',
    },
    record: after,
  });
  const underWay = record?.intended ?? [];
  const blanked = record?.applied?.value === 'blank';
  if (underWay.length === 0 && !blanked) return untouched(record);

  if (observed === undefined) {
    // Only a blank that is sure may be written over unread.
    if (underWay.length > 0) return untouched(record);
  } else if (!isBlank(observed)) {
    const blankMayLand =
      underWay.includes('blank') && !underWay.includes('written');
    return untouched(blankMayLand ? record : landed(record, 'written'));
  }
  if (isBlank(desired)) return untouched(landed(record, 'written'));
  return {
    verdict: { verdict: 'push', reason: 'our text is missing' },
    record: intend(record, 'written'),
    text: desired,
  };
}

function landed(
  record: DescriptionRecord | undefined,
  value: DescriptionState,
): DescriptionRecord {
  return answer(record, { asked: value, value });
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
