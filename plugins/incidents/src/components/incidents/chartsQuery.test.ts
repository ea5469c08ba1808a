import { parseChartsQuery, writeChartsQuery } from './chartsQuery';

describe('chartsQuery', () => {
  it.each([
    ['', { isShown: false, weeks: 12 }],
    ['charts=1', { isShown: true, weeks: 12 }],
    ['charts=1&weeks=52', { isShown: true, weeks: 52 }],
    ['charts=yes&weeks=7', { isShown: false, weeks: 12 }],
    ['weeks=026', { isShown: false, weeks: 12 }],
  ])('reads %p', (search, expected) => {
    expect(parseChartsQuery(new URLSearchParams(search))).toEqual(expected);
  });

  it('writes non-default values and keeps other parameters', () => {
    const current = new URLSearchParams('q=x&charts=1&weeks=4');
    expect(
      writeChartsQuery({ isShown: true, weeks: 26 }, current).toString(),
    ).toBe('q=x&charts=1&weeks=26');
    expect(
      writeChartsQuery({ isShown: false, weeks: 12 }, current).toString(),
    ).toBe('q=x');
  });
});
