import { isNoise } from './isNoise';
import { holdsBack } from './sweepBreaker';
import { nextWatermark } from './watermark';

describe('the watermark', () => {
  const at = (minute: number) =>
    `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`;

  it.each([
    ['stays without a change', at(5), undefined, at(5)],
    ['does not exist before the first change', undefined, undefined, undefined],
    ['lies two minutes before the last change', at(5), at(30), at(28)],
    ['never goes back', at(29), at(30), at(29)],
  ])('%s', (_what, present, greatest, expected) => {
    expect(nextWatermark(present, greatest)).toBe(expected);
  });
});

describe('the breaker', () => {
  it.each([
    ['lets nothing gone pass', 0, 100, [], false],
    ['lets 20 go, even if they are all', 20, 20, [], false],
    ['lets a small share go', 21, 200, [], false],
    ['holds many that are a large share', 41, 200, [], true],
    ['holds a single item of a team out of sight', 1, 10_000, ['PAY'], true],
  ])('%s', (_what, wouldRemove, of, lostTeams, held) => {
    const because = holdsBack({
      wouldRemove,
      of,
      lostTeams,
      maxDisappearing: 0.2,
    });
    expect(because !== undefined).toBe(held);
  });
});

describe('noise', () => {
  const body = (value: object) => Buffer.from(JSON.stringify(value));

  it.each([
    [{ action: 'update', updatedFrom: { sortOrder: 1, updatedAt: 'x' } }, true],
    [{ action: 'update', updatedFrom: { sortOrder: 1, title: 'x' } }, false],
    [{ action: 'update', updatedFrom: { updatedAt: 'x' } }, false],
    [{ action: 'create', updatedFrom: { sortOrder: 1 } }, false],
    [{ action: 'update' }, false],
  ])('%j: %s', (value, noise) => {
    expect(isNoise(body(value))).toBe(noise);
  });
});
