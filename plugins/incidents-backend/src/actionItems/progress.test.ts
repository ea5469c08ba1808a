import fc from 'fast-check';
import { progress } from './progress';

const now = new Date('2026-03-10T00:00:00Z');

describe('progress', () => {
  it('is all zeros without items', () => {
    expect(progress({ items: [], now })).toEqual({
      total: 0,
      todo: 0,
      inProgress: 0,
      done: 0,
      canceled: 0,
      overdue: 0,
    });
  });

  it('counts by status, and open items that are late', () => {
    const late = '2026-03-01T00:00:00.000Z';
    expect(
      progress({
        items: [
          { status: 'todo', dueAt: late },
          { status: 'todo' },
          { status: 'inProgress', dueAt: late },
          { status: 'done', dueAt: late },
          { status: 'canceled', dueAt: late },
        ],
        now,
      }),
    ).toEqual({
      total: 5,
      todo: 2,
      inProgress: 1,
      done: 1,
      canceled: 1,
      overdue: 2,
    });
  });

  it('adds up, whatever the items', () => {
    const item = fc.record(
      {
        status: fc.constantFrom('todo', 'inProgress', 'done', 'canceled'),
        dueAt: fc.constantFrom(
          '2026-01-01T00:00:00.000Z',
          '2027-01-01T00:00:00.000Z',
        ),
      },
      { requiredKeys: ['status'] },
    );
    fc.assert(
      fc.property(fc.array(item), items => {
        const counts = progress({ items, now });
        expect(counts.total).toBe(items.length);
        expect(
          counts.todo + counts.inProgress + counts.done + counts.canceled,
        ).toBe(counts.total);
        expect(counts.overdue).toBeLessThanOrEqual(
          counts.todo + counts.inProgress,
        );
        expect(progress({ items: [...items].reverse(), now })).toEqual(counts);
      }),
    );
  });
});
