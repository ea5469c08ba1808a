import {
  DescriptionState,
  FieldRecord,
  intend,
  recordApplied,
} from './fieldRecords';
import { FieldDecision } from './reconcileField';

type DescriptionRecord = FieldRecord<DescriptionState>;

/** What becomes of the description; `text` is there if it is to be written. */
export interface DescriptionResult {
  decision: FieldDecision;
  record: DescriptionRecord | undefined;
  text?: string;
}

/**
 * Decides the description: blank while the incident is private, written again
 * once it is public again, otherwise never touched after creation. Compared
 * only as blank or not, because Linear normalizes Markdown.
 *
 * @param desired - `undefined`: to be blank
 * @param observed - `undefined`: not read
 */
export function reconcileDescription(
  record: DescriptionRecord | undefined,
  desired: string | undefined,
  observed: string | undefined,
): DescriptionResult {
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
  return isKnownBlank
    ? untouched(landed(record, 'blank'))
    : { decision: 'write', record: intend(record, 'blank'), text: '' };
}

/** Written once, then left to the people in Linear. */
function restore(
  record: DescriptionRecord | undefined,
  desired: string,
  observed: string | undefined,
): DescriptionResult {
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
  return isBlank(desired)
    ? untouched(landed(record, 'written'))
    : { decision: 'write', record: intend(record, 'written'), text: desired };
}

function untouched(record: DescriptionRecord | undefined): DescriptionResult {
  return { decision: 'inSync', record };
}

function landed(
  record: DescriptionRecord | undefined,
  value: DescriptionState,
): DescriptionRecord {
  return recordApplied(record, { intended: value, value });
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
