import { nextStatus } from './nextStatus';

describe('nextStatus', () => {
  it.each([
    ['active', 'mitigated', ['postmortem', 'done', 'canceled']],
    ['mitigated', 'postmortem', ['active', 'done', 'canceled']],
    ['postmortem', 'done', ['active', 'mitigated', 'canceled']],
    ['done', undefined, ['active', 'mitigated', 'postmortem', 'canceled']],
    ['canceled', undefined, ['active', 'mitigated', 'postmortem', 'done']],
  ] as const)('after %s comes %s, or any of %p', (status, next, others) => {
    expect(nextStatus(status)).toEqual({ next, others });
  });
});
