import fc from 'fast-check';
import { ItemAgeBucket, itemAgeBuckets } from './itemAges';

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
