import { actionItems } from '../__testUtils__/fixtures';
import { pollInterval } from './pollInterval';

const fresh = actionItems();

describe('pollInterval', () => {
  it.each([
    ['nothing read yet', undefined, true, 10_000],
    ['fresh, with signals', fresh, true, 60_000],
    ['fresh, without signals', fresh, false, 30_000],
    [
      'refreshing',
      { ...fresh, sync: { stale: true, refreshing: true } },
      true,
      2_000,
    ],
    [
      'refreshing in vain',
      {
        ...fresh,
        sync: {
          stale: true,
          refreshing: true,
          error: {
            code: 'linearUnavailable',
            message: "Linear isn't responding",
          },
        },
      },
      true,
      10_000,
    ],
    [
      'stale',
      { ...fresh, sync: { stale: true, refreshing: false } },
      true,
      10_000,
    ],
    [
      'failed, though read shortly before',
      {
        ...fresh,
        sync: {
          stale: false,
          refreshing: false,
          error: {
            code: 'linearUnavailable',
            message: "Linear isn't responding",
          },
        },
      },
      true,
      10_000,
    ],
    [
      'pending',
      { ...fresh, parentIssue: { status: 'pending' as const } },
      true,
      5_000,
    ],
  ])('%s', (_, data, signals, expected) => {
    expect(pollInterval({ data, signals })).toBe(expected);
  });
});
