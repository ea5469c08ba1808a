import { isSuspicious } from './sweep';
import { nextWatermark } from './delta';
import { isSortOrderNoise } from './WebhookInbox';

describe('the watermark', () => {
  const at = (minute: number) =>
    `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`;

  it.each([
    ['stays without a change and a date', at(5), undefined, undefined, at(5)],
    [
      'does not exist before the first of them',
      undefined,
      undefined,
      undefined,
      undefined,
    ],
    ['is two minutes before the last change', at(5), at(30), undefined, at(28)],
    [
      'is two minutes before the first response, if that is later',
      at(5),
      at(10),
      at(30),
      at(28),
    ],
    ['never goes back', at(29), at(30), at(30), at(29)],
    ['ignores a date that is none', at(5), at(30), 'Thu, 99 Foo', at(28)],
    [
      'is never later than the first response, with which relations were read',
      at(5),
      at(40),
      at(30),
      at(30),
    ],
  ])('%s', (_what, present, readUpTo, respondedAt, expected) => {
    expect(
      nextWatermark(present, { readUpTo, respondedAt, isComplete: true }),
    ).toBe(expected);
  });

  it('does not take the date of the first response while pages are left to read', () => {
    expect(
      nextWatermark(at(5), {
        readUpTo: at(10),
        respondedAt: at(30),
        isComplete: false,
      }),
    ).toBe(at(8));
  });
});

describe('a re-sync that would remove items', () => {
  it.each([
    ['continues with nothing missing', 0, 100, false],
    ['continues with 20 missing, even if these are all items', 20, 20, false],
    ['continues with a small fraction missing', 21, 200, false],
    ['waits with many gone that are a large share', 41, 200, true],
  ])('%s', (_what, wouldRemove, of, isHeld) => {
    expect(isSuspicious({ wouldRemove, of }, 0.2)).toBe(isHeld);
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
    expect(isSortOrderNoise(body(value))).toBe(noise);
  });
});
