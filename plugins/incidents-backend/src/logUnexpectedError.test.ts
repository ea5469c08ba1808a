import { mockServices } from '@backstage/backend-test-utils';
import { ForwardedError, InputError } from '@backstage/errors';
import { incidentRow } from './__testUtils__/rows';
import { openTestDatabase, testDatabases } from './__testUtils__/testDatabases';
import { logUnexpectedError } from './logUnexpectedError';

jest.setTimeout(60_000);

const TITLE = 'Zephyr acquisition leaked';

function logged(error: unknown): string {
  const logger = mockServices.logger.mock();
  logUnexpectedError({
    logger,
    error,
    id: 'error-1',
    context: { kind: 'refresh', key: 'INC-1' },
  });
  expect(logger.error).toHaveBeenCalledTimes(1);
  return JSON.stringify(logger.error.mock.calls, undefined, 1);
}

describe('logUnexpectedError', () => {
  it('returns the reason to show, with the id of the log entry', () => {
    expect(
      logUnexpectedError({
        logger: mockServices.logger.mock(),
        error: new TypeError('x is not a function'),
        id: 'error-1',
        context: { kind: 'refresh', key: 'INC-1' },
      }),
    ).toEqual({
      code: 'unexpectedError',
      message: 'Unexpected error (id error-1); see the backend log',
      params: { errorId: 'error-1' },
    });
  });

  it('logs what was being done, the message of a kind that holds no data, and the frames', () => {
    const entry = logged(new TypeError('x is not a function'));
    expect(entry).toContain('Unexpected error (id error-1), kind refresh');
    expect(entry).toContain('"key": "INC-1"');
    expect(entry).toContain('TypeError: x is not a function');
    expect(entry).toMatch(/at .*logUnexpectedError\.test\.ts:\d+/);
  });

  it('leaves out the message of a SyntaxError, which quotes what it could not read', () => {
    let error: unknown;
    try {
      JSON.parse(`{"title": "${TITLE}`);
    } catch (thrown) {
      error = thrown;
    }
    const entry = logged(error);
    expect(entry).toContain('SyntaxError');
    expect(entry).toMatch(/at .*logUnexpectedError\.test\.ts:\d+/);
    expect(entry).not.toContain('Zephyr');
  });

  it('logs the chain of causes, and no message that ends with one that may hold data', () => {
    const cause = new Error(TITLE);
    const entry = logged(
      new ForwardedError('could not save', new InputError('bad', cause)),
    );
    expect(entry).toMatch(/InputError.*Caused by InputError.*Caused by Error/);
    expect(entry).not.toContain('Zephyr');
    expect(logged(new InputError('team is unknown'))).toContain(
      'InputError: team is unknown',
    );
  });

  it('does not take a stack trace that a message quotes for frames', () => {
    const quoted = `at zephyr (secret.ts:1:1)`;
    const entry = logged(new Error(`value too long:\n    ${quoted}`));
    expect(entry).not.toContain('zephyr');
    expect(entry).toMatch(/at .*logUnexpectedError\.test\.ts:\d+/);
  });

  it('names the type of what is thrown and is no error', () => {
    expect(logged(TITLE)).toContain('a thrown string');
    expect(logged(TITLE)).not.toContain('Zephyr');
  });

  it.each(testDatabases.eachSupportedId())(
    'logs the code of a driver and no value of the row, %p',
    async databaseId => {
      const { knex } = await openTestDatabase(databaseId);
      await knex.schema.alterTable('incidents', table =>
        table.unique(['title'], { indexName: 'one_title' }),
      );
      knex.client.config.compileSqlOnError = true;
      const row = (number: number) => ({
        ...incidentRow(number),
        title: TITLE,
      });
      await knex('incidents').insert(row(1));
      const error = await knex('incidents')
        .insert(row(2))
        .catch((thrown: unknown) => thrown);
      expect(`${error} ${JSON.stringify(error)}`).toContain('Zephyr');
      const entry = logged(error);
      expect(entry).toMatch(
        databaseId === 'SQLITE_3'
          ? /code=SQLITE_CONSTRAINT/
          : /code=23505 constraint=one_title table=incidents/,
      );
      expect(entry).not.toContain('Zephyr');
    },
  );
});
