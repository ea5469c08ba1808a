import { parentIssuePriority, parentIssueTitle } from './desiredState';

const incident = {
  ref: 'INC-7',
  title: 'Checkout is down',
  visibility: 'public',
} as const;
const hidden = { ...incident, visibility: 'private' } as const;

describe('parentIssueTitle', () => {
  it.each([
    [incident, false, '[INC-7] Checkout is down'],
    [incident, true, 'Checkout is down'],
    [hidden, false, '[INC-7] Private incident'],
    [hidden, true, 'Private incident'],
  ])('is what people may read', (given, syncIdentifiers, title) => {
    expect(parentIssueTitle(given, { syncIdentifiers })).toBe(title);
  });
});

describe('parentIssuePriority', () => {
  it.each([
    ['sev1', 'urgent'],
    ['sev2', 'high'],
    ['sev3', 'medium'],
    ['sev4', 'low'],
    ['sev5', 'low'],
  ] as const)('makes %s %s', (severity, priority) => {
    expect(parentIssuePriority(severity, {})).toBe(priority);
  });

  it('prefers what the route says', () => {
    expect(parentIssuePriority('sev1', { priority: 'none' })).toBe('none');
  });
});
