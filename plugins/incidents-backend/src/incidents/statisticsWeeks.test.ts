import fc from 'fast-check';
import { weeksUntil } from './statistics';

const WEEK_SECONDS = 7 * 24 * 60 * 60;

describe('weeksUntil', () => {
  it.each([
    ['on a Monday at midnight', '2026-03-02T00:00:00.000Z', '2026-03-02'],
    ['just before', '2026-03-01T23:59:59.999Z', '2026-02-23'],
    ['in the middle of a week', '2026-03-05T12:00:00.000Z', '2026-03-02'],
    ['at the turn of a year', '2027-01-01T00:00:00.000Z', '2026-12-28'],
  ])('begins the present week on Monday, %s', (_, now, monday) => {
    const { mondays } = weeksUntil(new Date(now), 1);
    expect(mondays.map(day => day.toISOString())).toEqual([
      `${monday}T00:00:00.000Z`,
    ]);
  });

  it('has no gaps, ends with the current week and has the requested length', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date('2000-01-01'),
          max: new Date('2100-01-01'),
          noInvalidDate: true,
        }),
        fc.integer({ min: 1, max: 52 }),
        (now, count) => {
          const { mondays, end } = weeksUntil(now, count);
          expect(mondays).toHaveLength(count);
          for (const [index, monday] of mondays.entries()) {
            const next = mondays.at(index + 1) ?? end;
            expect(monday.getUTCDay()).toBe(1);
            expect(next.getTime() - monday.getTime()).toBe(WEEK_SECONDS * 1000);
          }
          expect(now.getTime()).toBeLessThan(end.getTime());
          expect(now.getTime()).toBeGreaterThanOrEqual(
            end.getTime() - WEEK_SECONDS * 1000,
          );
        },
      ),
    );
  });
});
