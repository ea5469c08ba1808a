import fc from 'fast-check';
import { type ChangesCursor, followingPage } from './changes';

const at = (second: number) =>
  new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const rows = (...seconds: number[]) =>
  seconds.map(second => ({ updatedAt: at(second) }));

describe('followingPage', () => {
  it.each<[string, ChangesCursor, number[], string | undefined, unknown]>([
    ['ends with the last page', { since: at(1) }, [2], undefined, undefined],
    ['leads on by instant', { since: at(1) }, [1, 2], 'c', { since: at(2) }],
    [
      'leads on by instant after a duration',
      { since: '-P1D' },
      [2, 2],
      'c',
      { since: at(2) },
    ],
    [
      'leads on by cursor within one instant',
      { since: at(2) },
      [2, 2],
      'c',
      { since: at(2), after: 'c' },
    ],
    [
      'leads on by cursor from an empty page',
      { since: at(2) },
      [],
      'c',
      { since: at(2), after: 'c' },
    ],
    [
      'leads on by cursor where the order is another one',
      { since: at(1) },
      [3, 2],
      'c',
      { since: at(1), after: 'c' },
    ],
  ])('%s', (_, asked, seconds, next, expected) => {
    expect(followingPage(asked, { nodes: rows(...seconds), next })).toEqual(
      expected,
    );
  });

  it('misses no change although rows change between pages, whatever a cursor stands for', () => {
    const scenario = fc.record({
      cursors: fc.constantFrom('rows' as const, 'offsets' as const),
      size: fc.integer({ min: 2, max: 4 }),
      instants: fc.uniqueArray(fc.integer({ min: 1, max: 50 }), {
        maxLength: 14,
      }),
      touched: fc.array(fc.nat(13), { maxLength: 10 }),
    });
    fc.assert(
      fc.property(scenario, ({ cursors, size, instants, touched }) => {
        const table = instants.map((second, id) => ({ id, second }));
        let now = 100;
        const seen = new Set<number>();
        let asked: ChangesCursor | undefined = { since: '-P1D' };
        for (let page = 0; asked && page < 200; page++) {
          const read = readPage(table, { asked, size, cursors });
          for (const row of read.nodes) seen.add(row.id);
          asked = followingPage(asked, read);
          // A person changes the row that was read last, or any other.
          const some = touched[page];
          const moved = table.find(
            row => row.id === (some === 0 ? read.nodes.at(-1)?.id : some),
          );
          if (some !== undefined && moved) moved.second = ++now;
        }
        expect([...seen].sort()).toEqual(table.map(row => row.id).sort());
      }),
    );
  });
});

/** Linear, with cursors that are rows at their present place, or counts. */
function readPage(
  table: readonly { id: number; second: number }[],
  options: { asked: ChangesCursor; size: number; cursors: 'rows' | 'offsets' },
) {
  const { asked, size, cursors } = options;
  const begin = Date.parse(asked.since);
  const found = table
    .filter(row => Number.isNaN(begin) || Date.parse(at(row.second)) >= begin)
    .sort((a, b) => a.second - b.second);
  const place = found.findIndex(row => String(row.id) === asked.after) + 1;
  const from = cursors === 'rows' ? place : Number(asked.after ?? 0);
  const nodes = found
    .slice(from, from + size)
    .map(row => ({ id: row.id, updatedAt: at(row.second) }));
  const cursor =
    cursors === 'rows' ? String(nodes.at(-1)?.id) : String(from + size);
  return { nodes, next: from + size < found.length ? cursor : undefined };
}
