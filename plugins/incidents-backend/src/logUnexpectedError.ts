import { LoggerService } from '@backstage/backend-plugin-api';
import { CustomErrorBase, ErrorLike, isError } from '@backstage/errors';
import { Reason, reason } from '@backstage-incidents/incidents-common';

const MAX_CAUSES = 5;
/** What an identifier looks like: nothing else is taken from a foreign error's fields. */
const IDENTIFIER = /^[\w.$-]{1,128}$/;
const FRAME = /^at .*(?::\d+:\d+|\)|<anonymous>|native)$/;

/**
 * Logs an unexpected error once, at error level, under an id, and returns the
 * reason that card, API and operations page show for it.
 *
 * Logged are the error's name, a driver's code and the constraint, table and
 * column that PostgreSQL names, the stack frames, and the same of its causes. A
 * driver's message quotes the values of the row, and a SyntaxError the JSON that
 * it could not read: so only messages that cannot hold data are logged.
 */
export function logUnexpectedError(options: {
  logger: LoggerService;
  error: unknown;
  /** A new id, by which an operator finds this entry of the log. */
  id: string;
  /** What was being done, ids only: `{kind: 'refresh', key: 'INC-1'}`. */
  context: Record<string, string | number>;
}): Reason {
  const { logger, error, id, context } = options;
  const doing = Object.entries(context).map(
    ([key, value]) => `${key} ${value}`,
  );
  logger.error(
    [
      `Unexpected error (id ${id}), ${doing.join(', ')}: ${describe(error)}`,
      ...causesOf(error).map(cause => `Caused by ${describe(cause)}`),
    ].join('\n'),
    { errorId: id, ...context },
  );
  return reason('unexpectedError', { errorId: id });
}

/** First line as `TypeError: message` or `error code=23505 constraint=…`, then the frames. */
function describe(error: unknown): string {
  if (!isError(error)) {
    return `a thrown ${typeof error}`;
  }
  const fields = ['code', 'constraint', 'table', 'column'].flatMap(field => {
    const value = identifier(Reflect.get(error, field));
    return value === undefined ? [] : [`${field}=${value}`];
  });
  const head = [identifier(error.name) ?? 'Error', ...fields].join(' ');
  const message = holdsNoData(error) ? `: ${error.message}` : '';
  return [`${head}${message}`, ...framesOf(error)].join('\n');
}

/**
 * The frames at the end of the stack. A message that quotes somebody's stack trace looks like frames, so a line that
 * the message holds is none.
 */
function framesOf(error: ErrorLike): string[] {
  const lines = (error.stack ?? '').split('\n').map(line => line.trim());
  const start = lines.findLastIndex(line => !FRAME.test(line)) + 1;
  return lines
    .slice(start)
    .filter(line => !error.message.includes(line))
    .map(line => `    ${line}`);
}

function holdsNoData(error: ErrorLike): boolean {
  if (error instanceof CustomErrorBase) {
    // Its message ends with that of its cause.
    return !isError(error.cause) || holdsNoData(error.cause);
  }
  return ['TypeError', 'ReferenceError', 'RangeError'].includes(error.name);
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  let current = error;
  while (isError(current) && causes.length < MAX_CAUSES) {
    current = current.cause;
    if (current !== undefined) {
      causes.push(current);
    }
  }
  return causes;
}

function identifier(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && IDENTIFIER.test(text) ? text : undefined;
}

/** What a log may say of an expected error: a message might quote what people wrote. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
