import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';

/** An object whose unknown keys are faults that name the known ones. */
export function strict<T extends z.core.$ZodLooseShape>(shape: T) {
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `is not a known key; allowed: ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

/** A list, or a single value standing for a list of one. */
export function list<T extends z.ZodType>(item: T) {
  return z.preprocess(
    value =>
      value === undefined || Array.isArray(value) || typeof value === 'object'
        ? value
        : [value],
    z.array(item),
  );
}

/** One line of text. */
export function name(max = 255) {
  return z
    .string()
    .trim()
    .min(1, `must not be empty; allowed: 1 to ${max} characters`)
    .max(max, `is too long; allowed: 1 to ${max} characters`);
}

/** A secret; its messages never show it. */
export const secret = z
  .string()
  .trim()
  .min(1, 'must not be empty; allowed: the secret as text');

/** Environment substitution yields text, so the words for true and false count too. */
export const boolean = z.preprocess(value => {
  if (value === 'true' || value === 'yes' || value === 'on') return true;
  if (value === 'false' || value === 'no' || value === 'off') return false;
  return value;
}, z.boolean('must be true or false'));

function toNumber(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== ''
    ? Number(value)
    : value;
}

/** A number from 0 to 1, both allowed. */
export function fraction() {
  const message = 'must be a number from 0 to 1';
  return z.preprocess(
    toNumber,
    z.number(message).min(0, message).max(1, message),
  );
}

/** A whole number between two bounds, both allowed. */
export function integer(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.preprocess(
    toNumber,
    z.int(message).min(min, message).max(max, message),
  );
}

const jsonSchema = z.json();

/** A duration as Backstage writes them, in milliseconds. */
export const duration = z.unknown().transform((value, context): number => {
  if (value !== undefined) {
    try {
      const reader = new ConfigReader({ value: jsonSchema.parse(value) });
      const milliseconds = durationToMilliseconds(
        readDurationFromConfig(reader, { key: 'value' }),
      );
      if (Number.isFinite(milliseconds) && milliseconds > 0) {
        return milliseconds;
      }
    } catch {
      // The fault below says what is allowed.
    }
  }
  context.addIssue({
    code: 'custom',
    message:
      "must be a duration longer than zero; allowed: an object such as { hours: 2 }, or text such as '2h' or 'PT2H'",
  });
  return z.NEVER;
});

/** An entity ref, completed to its full form in lower case. */
export function entityRef(options?: {
  defaultKind?: string;
  kinds?: string[];
}) {
  const example = options?.defaultKind
    ? `${options.defaultKind}:default/name or name`
    : 'component:default/name';
  const allowed = `an entity ref such as ${example}${
    options?.kinds ? `, of kind ${options.kinds.join(' or ')}` : ''
  }`;
  return z.string(`must be ${allowed}`).transform((value, context): string => {
    try {
      const ref = parseEntityRef(value.trim(), {
        defaultKind: options?.defaultKind,
        defaultNamespace: 'default',
      });
      const kind = ref.kind.toLocaleLowerCase('en-US');
      if (
        !/[\s/:]/.test(ref.name) &&
        (options?.kinds?.includes(kind) ?? true)
      ) {
        return stringifyEntityRef(ref);
      }
    } catch {
      // The fault below says what is allowed.
    }
    context.addIssue({
      code: 'custom',
      message: `is not an entity ref; allowed: ${allowed}`,
    });
    return z.NEVER;
  });
}

/** Key of a team in Linear, in upper case. */
export const teamKey = z
  .string()
  .trim()
  .regex(
    /^[a-z][a-z0-9_]{0,19}$/i,
    'is not a team key; allowed: a letter, then up to 19 letters or digits, for example PAY',
  )
  .transform(key => key.toLocaleUpperCase('en-US'));

/** What a description or comment template may refer to, as `{{name}}`. */
export const templatePlaceholders = [
  'ref',
  'title',
  'summary',
  'severity',
  'status',
  'url',
] as const;

export type TemplatePlaceholder = (typeof templatePlaceholders)[number];

/** Every `{{name}}` of a template; spaces inside the braces are allowed. */
export const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Names in a template that no template may refer to. */
function unknownPlaceholders(template: string): string[] {
  const known: readonly string[] = templatePlaceholders;
  return [...template.matchAll(PLACEHOLDER)]
    .map(match => match[1])
    .filter(placeholder => !known.includes(placeholder));
}

/** A template; unknown placeholders are faults. */
export const template = z
  .string()
  .max(20_000, 'is too long; allowed: up to 20000 characters')
  .refine(value => unknownPlaceholders(value).length === 0, {
    error: issue =>
      `refers to ${inBraces(
        unknownPlaceholders(String(issue.input)),
      )}; allowed: ${inBraces(templatePlaceholders)}`,
  });

function inBraces(placeholders: readonly string[]): string {
  return placeholders.map(placeholder => `{{${placeholder}}}`).join(', ');
}

/** Whether a host of a URL is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** https, or http to this machine: credentials never travel in the clear. */
export const endpoint = z.string().refine(value => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.username || url?.password) return false;
  return (
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && isLoopback(url.hostname))
  );
}, 'is not an address that credentials may be sent to; allowed: https without user and password, or http to this machine');
