import fc from 'fast-check';
import { DateTime } from 'luxon';
import { dueDate } from './dueDate';
import { isOverdue } from './progress';

const base = {
  priority: 'high',
  createdAt: '2026-03-01T10:00:00.000Z',
  dueWithinMs: { high: 86_400_000 },
} as const;

describe('dueDate', () => {
  it('prefers the due date to the SLA and the SLA to the policy', () => {
    const dated = {
      dueDate: '2026-03-10',
      slaBreachesAt: '2026-03-05T08:00:00Z',
    };
    expect(dueDate({ ...base, ...dated })).toEqual({
      dueAt: '2026-03-11T00:00:00.000Z',
      dueSource: 'linear',
    });
    expect(dueDate({ ...base, slaBreachesAt: dated.slaBreachesAt })).toEqual({
      dueAt: '2026-03-05T08:00:00.000Z',
      dueSource: 'sla',
    });
    expect(dueDate(base)).toEqual({
      dueAt: '2026-03-02T10:00:00.000Z',
      dueSource: 'policy',
    });
  });

  it('has none where nothing says so', () => {
    expect(dueDate({ ...base, priority: 'low' })).toBeUndefined();
    expect(dueDate({ ...base, dueWithinMs: {} })).toBeUndefined();
  });

  it.each([
    ['no zone', undefined, '2026-03-10', '2026-03-11T00:00:00.000Z'],
    [
      'an unknown zone',
      'Mars/Olympus',
      '2026-03-10',
      '2026-03-11T00:00:00.000Z',
    ],
    ['an empty zone', '', '2026-03-10', '2026-03-11T00:00:00.000Z'],
    [
      'east of Greenwich',
      'Asia/Tokyo',
      '2026-03-10',
      '2026-03-10T15:00:00.000Z',
    ],
    [
      'west of Greenwich',
      'America/Los_Angeles',
      '2026-01-10',
      '2026-01-11T08:00:00.000Z',
    ],
    [
      'half an hour off',
      'Asia/Kolkata',
      '2026-01-10',
      '2026-01-10T18:30:00.000Z',
    ],
    [
      'the day clocks go forward',
      'Europe/Berlin',
      '2026-03-29',
      '2026-03-29T22:00:00.000Z',
    ],
    [
      'the day before clocks go forward',
      'Europe/Berlin',
      '2026-03-28',
      '2026-03-28T23:00:00.000Z',
    ],
    [
      'the day clocks go back',
      'Europe/Berlin',
      '2026-10-25',
      '2026-10-25T23:00:00.000Z',
    ],
    [
      'a next day without midnight',
      'America/Sao_Paulo',
      '2018-11-03',
      '2018-11-04T03:00:00.000Z',
    ],
    ['the last day of a year', 'UTC', '2026-12-31', '2027-01-01T00:00:00.000Z'],
    ['a leap day', 'UTC', '2028-02-29', '2028-03-01T00:00:00.000Z'],
  ])('ends a day at its last instant: %s', (_, timeZone, date, dueAt) => {
    expect(dueDate({ ...base, dueDate: date, timeZone })?.dueAt).toBe(dueAt);
  });

  it('passes over what is no date', () => {
    expect(
      dueDate({ ...base, dueDate: 'soon', slaBreachesAt: 'later' })?.dueSource,
    ).toBe('policy');
  });

  it('ends with the first midnight where clocks go back over it', () => {
    expect(
      dueDate({ ...base, dueDate: '2022-11-05', timeZone: 'America/Havana' })
        ?.dueAt,
    ).toBe('2022-11-06T04:00:00.000Z');
  });

  it('lies on the next day, one millisecond after the due day', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Africa/Cairo',
      'America/Havana',
      'Asia/Beirut',
      'Australia/Lord_Howe',
      'Pacific/Chatham',
      'UTC',
    );
    const dates = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2035-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(zones, dates, (timeZone, day) => {
        const date = day.toISOString().slice(0, 10);
        const due = dueDate({ ...base, dueDate: date, timeZone });
        const end = DateTime.fromISO(due?.dueAt ?? '', { zone: timeZone });
        expect(end.minus(1).toISODate()).toBe(date);
        expect(end.toISODate()).not.toBe(date);
      }),
    );
  });
});

describe('isOverdue', () => {
  const dueAt = '2026-03-10T00:00:00.000Z';
  it.each([
    ['todo', '2026-03-09T23:59:59.999Z', false],
    ['todo', dueAt, true],
    ['inProgress', '2026-03-11T00:00:00.000Z', true],
    ['done', '2026-03-11T00:00:00.000Z', false],
    ['canceled', '2026-03-11T00:00:00.000Z', false],
  ] as const)('an item that is %s at %s: %p', (status, now, expected) => {
    expect(isOverdue({ status, dueAt, now: new Date(now) })).toBe(expected);
  });

  it('never holds without a due instant', () => {
    expect(isOverdue({ status: 'todo', now: new Date(8e15) })).toBe(false);
  });
});
