import { z } from 'zod';

const CONTROL_CHARACTERS = /[^\P{Cc}\t\n\r]/u;
const ANY_CONTROL_CHARACTER = /[\p{Cc}\u2028\u2029]/u;
// Patterns have no flag `i`: JSON Schema, which shows them, has no flags.
// Hosts may allow more than ASCII in names, but nothing invisible (\p{C}).
const ENTITY_REF =
  /^[A-Za-z0-9][A-Za-z0-9-]{0,62}:[^\s:/\p{C}]{1,63}\/[^\s:/\p{C}]{1,63}$/u;
// Stricter than the URL parser, which takes spaces and invisible characters.
const WEB_ADDRESS = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s\p{C}]+$/u;

/** One line of text: trimmed, 1 to `max` characters, no control characters. */
export function line(max: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine(value => !ANY_CONTROL_CHARACTER.test(value), {
      message: 'must be one line without control characters',
    });
}

/** Several lines of text: at most `max` characters, no control characters but tabs and line breaks. */
export function text(max: number) {
  return z
    .string()
    .max(max, `must have at most ${max} characters`)
    .refine(value => !CONTROL_CHARACTERS.test(value), {
      message: 'must not contain control characters',
    });
}

/**
 * A full entity ref, `kind:namespace/name`, normalized to lower case: the
 * catalog compares refs without regard to letter case.
 * @public
 */
export const entityRefSchema = z
  .string()
  .trim()
  .max(200)
  .regex(
    ENTITY_REF,
    'must be a full entity ref such as "user:default/jane" or "component:default/checkout"',
  )
  .transform(ref => ref.toLocaleLowerCase('en-US'));

/** An http or https address of at most 2,000 characters. */
export const webAddressSchema = z
  .url({
    protocol: /^https?$/,
    error: 'must be an http or https address',
  })
  .max(2_000, 'must have at most 2000 characters')
  .regex(WEB_ADDRESS, 'must be an http or https address');

/** An instant, ISO 8601 with an offset; always UTC (`…Z`) in responses. @public */
export const instantSchema = z.iso
  .datetime({
    offset: true,
    message: 'must be an ISO 8601 instant',
    abort: true,
  })
  // With an offset, the year may leave the four-digit range of ISO 8601.
  .refine(
    value => !/^[+-]/.test(instantIn(value)),
    'must be within the years 0 to 9999',
  )
  .transform(instantIn);

/** A calendar day, `YYYY-MM-DD`. @public */
export const dateSchema = z.iso.date('must be a date, YYYY-MM-DD');

/** Reference of an incident as people write it: `INC-42`. Any letter case is accepted. @public */
export const incidentRefSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9]{0,19}-[1-9][0-9]{0,8}$/, 'must look like INC-42')
  .transform(ref => ref.toLocaleUpperCase('en-US'))
  .describe('Reference of the incident, such as INC-42, in any letter case');

/** Linear's display identifier of an issue, for example `PAY-214`. @public */
export const issueIdentifierSchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,19}-[0-9]{1,9}$/, 'must look like PAY-214')
  .transform(identifier => identifier.toLocaleUpperCase('en-US'))
  .describe('Identifier of the Linear issue, such as PAY-214');

/** Key of a Linear team, for example `PAY`; kept in upper case as Linear has it. @public */
export const teamKeySchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,19}$/, 'must look like PAY')
  .transform(key => key.toLocaleUpperCase('en-US'));

/** Value of the header `Idempotency-Key`: visible ASCII characters. @public */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must have 1 to 255 visible ASCII characters')
  .describe(
    'Makes a repeat with the same input return what the first one created. Choose a new one for each thing to create.',
  );

function instantIn(value: string): string {
  return new Date(value).toISOString();
}
