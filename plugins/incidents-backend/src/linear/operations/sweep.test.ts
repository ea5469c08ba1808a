import { InputError } from '@backstage/errors';
import { writeCursor } from './basics';
import { readSweepCursor, startOfSweep } from './sweep';

describe('the sweep cursor', () => {
  const ids = ['a', 'b', 'c'];

  it('survives being stored', () => {
    const cursor = {
      ...startOfSweep(ids),
      next: 4,
      slots: [{ chunk: 1, after: 'x' }, { chunk: 3 }],
    };
    expect(readSweepCursor(writeCursor(cursor), ids)).toEqual(cursor);
  });

  it.each([['a', 'b'], ['a', 'c', 'b'], []])(
    'is rejected for other ids',
    (...others: string[]) => {
      expect(() =>
        readSweepCursor(writeCursor(startOfSweep(ids)), others),
      ).toThrow(InputError);
    },
  );

  it.each(['', 'nonsense', Buffer.from('{}').toString('base64url')])(
    'is rejected when it is "%s"',
    text => {
      expect(() => readSweepCursor(text, ids)).toThrow(InputError);
    },
  );
});
