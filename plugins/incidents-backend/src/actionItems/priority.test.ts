import { priorityName, priorityNumber } from './priority';

describe('priority', () => {
  it.each([0, 1, 2, 3, 4] as const)('%d survives its name', number => {
    expect(priorityNumber(priorityName(number))).toBe(number);
  });

  it('calls the most urgent one urgent', () => {
    expect(priorityName(1)).toBe('urgent');
    expect(priorityNumber('low')).toBe(4);
  });
});
