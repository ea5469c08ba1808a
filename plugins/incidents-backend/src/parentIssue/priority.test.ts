import { parentIssuePriority } from './priority';

describe('parentIssuePriority', () => {
  it.each([
    ['sev1', 'urgent'],
    ['sev2', 'high'],
    ['sev3', 'medium'],
    ['sev4', 'low'],
    ['sev5', 'low'],
  ] as const)('makes %s %s', (severity, priority) => {
    expect(parentIssuePriority({ severity, route: {} })).toBe(priority);
  });

  it('prefers what the route says', () => {
    expect(
      parentIssuePriority({ severity: 'sev1', route: { priority: 'none' } }),
    ).toBe('none');
  });
});
