import { createThrottle } from './createThrottle';

describe('createThrottle', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function throttled() {
    const run = jest.fn();
    return { run, ...createThrottle({ run, pause: 3_000 }) };
  }

  it('runs the first call at once', () => {
    const { run, ask } = throttled();
    ask();
    expect(run).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(60_000);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('runs twice for fifty calls at a time: at once, and after all of them', () => {
    const { run, ask } = throttled();
    for (let index = 0; index < 50; index += 1) ask();
    expect(run).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(2_999);
    expect(run).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(60_000);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('keeps the pause while calls continue', () => {
    const { run, ask } = throttled();
    for (let tenth = 0; tenth < 90; tenth += 1) {
      ask();
      jest.advanceTimersByTime(100);
    }
    expect(run).toHaveBeenCalledTimes(4);
  });

  it('does not run after it is disposed of', () => {
    const { run, ask, dispose } = throttled();
    ask();
    ask();
    dispose();
    jest.advanceTimersByTime(60_000);
    expect(run).toHaveBeenCalledTimes(1);
  });
});
