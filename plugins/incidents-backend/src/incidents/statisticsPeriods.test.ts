import fc from 'fast-check';
import {
  ItemAgeBucket,
  itemAgeBuckets,
  WEEK_SECONDS,
  weeksUntil,
} from './statisticsPeriods';

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

const now = new Date('2026-03-01T10:00:00.000Z');
const DAY = 24 * 60 * 60_000;

function bucketsOf(createdAt: Date): ItemAgeBucket[] {
  return itemAgeBuckets(now).filter(
    ({ createdAfter, createdUntil }) =>
      (!createdAfter || createdAt > createdAfter) &&
      (!createdUntil || createdAt <= createdUntil),
  );
}

describe('itemAgeBuckets', () => {
  it.each([
    ['created by a clock ahead of ours', -DAY, 0],
    ['new', 0, 0],
    ['a day old less a millisecond', DAY - 1, 0],
    ['a day old', DAY, 1],
    ['a week old', 7 * DAY, 7],
    ['two weeks old', 14 * DAY, 14],
    ['four weeks old less a millisecond', 28 * DAY - 1, 14],
    ['four weeks old', 28 * DAY, 28],
    ['90 days old', 90 * DAY, 90],
    ['ten years old', 3650 * DAY, 90],
  ])('count what is %s', (_, age, fromDays) => {
    expect(
      bucketsOf(new Date(now.getTime() - age)).map(bucket => bucket.fromDays),
    ).toEqual([fromDays]);
  });

  it('count every item once', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100 * DAY, max: 1000 * DAY }), age => {
        expect(bucketsOf(new Date(now.getTime() - age))).toHaveLength(1);
      }),
    );
  });

  it('follow each other without gaps, the last one open', () => {
    const buckets = itemAgeBuckets(now);
    expect(buckets.map(({ fromDays }) => fromDays)).toEqual([
      0, 1, 7, 14, 28, 90,
    ]);
    expect(buckets.map(({ toDays }) => toDays)).toEqual([
      1,
      7,
      14,
      28,
      90,
      undefined,
    ]);
  });
});
