import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { DateTime, Duration } from 'luxon';
import { uuidPattern } from '../store/text';

/** A scalar that is sent as text and validated on input. */
function textScalar(
  name: string,
  expected: string,
  parse: (text: string) => string | undefined,
): GraphQLScalarType<string, unknown> {
  const checked = (value: unknown): string => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined) {
      throw new GraphQLError(
        `${name} cannot represent it: expected ${expected}`,
      );
    }
    return parsed;
  };
  return new GraphQLScalarType<string, unknown>({
    name,
    serialize: value => value,
    parseValue: checked,
    parseLiteral: node =>
      checked(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const instant = (text: string) =>
  DateTime.fromISO(text, { zone: 'utc' }).toUTC().toISO() ?? undefined;

const duration = (text: string) =>
  Duration.fromISO(text).isValid ? text : undefined;

const day = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid
    ? text
    : undefined;

export const scalars = {
  DateTime: textScalar('DateTime', 'an ISO 8601 date-time', instant),
  DateTimeOrDuration: textScalar(
    'DateTimeOrDuration',
    'an ISO 8601 date-time or duration',
    text => duration(text) ?? instant(text),
  ),
  TimelessDate: textScalar('TimelessDate', 'a date like 2026-01-31', day),
  TimelessDateOrDuration: textScalar(
    'TimelessDateOrDuration',
    'a date like 2026-01-31 or an ISO 8601 duration',
    text => duration(text) ?? day(text),
  ),
  UUID: textScalar('UUID', 'a UUID', text =>
    uuidPattern.test(text) ? text.toLowerCase() : undefined,
  ),
};
