import { actionItem } from '../../__testUtils__/fixtures';
import { dayFromNow, dueDayOf } from './dueDays';

describe('dayFromNow', () => {
  it.each([
    [0, '2024-02-28'],
    [1, '2024-02-29'],
    [2, '2024-03-01'],
    [7, '2024-03-06'],
  ])('is %p days later by the calendar', (days, day) => {
    expect(dayFromNow(new Date(2024, 1, 28, 23, 59).getTime(), days)).toBe(day);
  });
});

describe('dueDayOf', () => {
  const due = (dueAt: string, dueSource: 'linear' | 'policy') =>
    dueDayOf(
      actionItem({ identifier: 'PAY-1', title: 'One', dueAt, dueSource }),
    );

  it.each([
    ['UTC', '2024-05-07T00:00:00.000Z'],
    ['New York', '2024-05-07T04:00:00.000Z'],
    ['Tokyo', '2024-05-06T15:00:00.000Z'],
  ])('is the day that ends in %s', (_, dueAt) => {
    expect(due(dueAt, 'linear')).toBe('2024-05-06');
  });

  it('is nothing where the date does not come from Linear', () => {
    expect(due('2024-05-07T00:00:00.000Z', 'policy')).toBeUndefined();
  });
});
