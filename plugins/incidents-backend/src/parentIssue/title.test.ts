import { parentIssueTitle } from './title';

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
    expect(parentIssueTitle({ incident: given, syncIdentifiers })).toBe(title);
  });
});
