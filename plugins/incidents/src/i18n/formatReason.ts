import { Reason } from '@backstage-incidents/incidents-common';
import { reasonMessages } from './reasonMessages';

const english: Partial<Record<string, string>> = reasonMessages;

function englishOf(key: string): string | undefined {
  return english[key] ?? english[`${key}_other`];
}

/**
 * A reason of the backend in the user's language, by its code and params. A
 * reason of a newer backend without a translation keeps its English message.
 */
export function formatReason(
  { code, message, params = {} }: Reason,
  translate: (key: string, values: Record<string, string | number>) => string,
): string {
  const key = [
    ...Object.keys(params).map(name => `reason.${code}.${name}`),
    `reason.${code}`,
  ].find(candidate => englishOf(candidate) !== undefined);
  if (!key) return message;
  const values = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.join(', ') || translate('common.none', {})
        : value,
    ]),
  );
  if (typeof values.cause === 'string') {
    const cause = { code: values.cause, message: values.cause };
    values.cause = formatReason(cause, translate);
  }
  const placeholders = englishOf(key)?.matchAll(/\{\{(\w+)\}\}/g) ?? [];
  return [...placeholders].every(([, name]) => name in values)
    ? translate(key, { ...values, count: values.count ?? values.open ?? 0 })
    : message;
}

/** The same with a full stop, for use before other sentences. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
