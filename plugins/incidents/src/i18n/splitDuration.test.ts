import { splitDuration, splitSpan } from './splitDuration';

describe('splitDuration', () => {
  it.each([
    [-5_000, '0 s'],
    [999, '0 s'],
    [20_400, '20 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [47.9 * 3_600_000, '47 h'],
    [48 * 3_600_000, '2 d'],
  ])('speaks of %p ms as %s', (milliseconds, text) => {
    const { unit, count } = splitDuration(milliseconds);
    expect(`${count} ${unit}`).toBe(text);
  });
});

describe('splitSpan', () => {
  it.each([
    [59_000, '59 s'],
    [90 * 60_000, '1 h 30 min'],
    [2 * 3_600_000, '2 h'],
    [76.5 * 3_600_000, '3 d 4 h'],
  ])('speaks of %p ms as %s', (milliseconds, text) => {
    expect(
      splitSpan(milliseconds)
        .map(({ unit, count }) => `${count} ${unit}`)
        .join(' '),
    ).toBe(text);
  });
});
