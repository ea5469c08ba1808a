import { InputError } from '@backstage/errors';
import { readCursor, startOfSweep, writeCursor } from './SweepCursor';

describe('the sweep cursor', () => {
  const ids = ['a', 'b', 'c'];

  it('survives being stored', () => {
    const cursor = {
      ...startOfSweep(ids),
      next: 4,
      lanes: [{ chunk: 1, after: 'x' }, { chunk: 3 }],
    };
    expect(readCursor(writeCursor(cursor), ids)).toEqual(cursor);
  });

  it.each([['a', 'b'], ['a', 'c', 'b'], []])(
    'is refused for other ids',
    (...others: string[]) => {
      expect(() => readCursor(writeCursor(startOfSweep(ids)), others)).toThrow(
        InputError,
      );
    },
  );

  it.each(['', 'nonsense', Buffer.from('{}').toString('base64url')])(
    'is refused when it is "%s"',
    text => {
      expect(() => readCursor(text, ids)).toThrow(InputError);
    },
  );
});
