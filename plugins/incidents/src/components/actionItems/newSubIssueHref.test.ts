import { newSubIssueHref } from './newSubIssueHref';

describe('newSubIssueHref', () => {
  const parent = (url?: string, id?: string) =>
    newSubIssueHref({ status: 'linked', url, id });

  it('opens the form of the workspace with the parent filled in', () => {
    expect(parent('https://linear.app/acme/issue/PAY-1/it-broke', 'a-b')).toBe(
      'https://linear.app/acme/new?parentId=a-b',
    );
  });

  it.each([
    ['https://linear.app/PAY-1', 'a-b', 'https://linear.app/PAY-1'],
    [
      'https://linear.app/acme/issue/PAY-1',
      undefined,
      'https://linear.app/acme/issue/PAY-1',
    ],
    ['data:text/html,x', 'a-b', undefined],
    [undefined, 'a-b', undefined],
  ])('falls back for %s', (url, id, expected) => {
    expect(parent(url, id)).toBe(expected);
  });
});
