import { issueReference } from './linkableIssues';

describe('issueReference', () => {
  it.each([
    ['ENG-12', 'ENG-12'],
    [' eng-12 ', 'ENG-12'],
    ['https://linear.app/acme/issue/ENG-12', 'ENG-12'],
    ['https://linear.app/acme/issue/eng-12/a-slug?x=1#comment-2', 'ENG-12'],
    [
      ' https://linear.app/acme/issue/ENG-12/größe-und-ladezeit-重い ',
      'ENG-12',
    ],
    ['https://linear.example.com/acme/issue/ENG-12', 'ENG-12'],
    ['linear://acme/issue/ENG-12/a-slug', 'ENG-12'],
    ['http://localhost:7010/demo/issue/PAY-3/slug', 'PAY-3'],
  ])('reads %p as %p', (given, identifier) => {
    expect(issueReference(given)).toBe(identifier);
  });

  it.each([
    'ENG',
    '12',
    'ENG-12-13',
    'https://linear.app/acme/project/ENG-12',
    'https://linear.app/acme/issue/',
    'https://',
    'ftp://linear.app/acme/issue/ENG-12',
  ])('refuses %p without repeating it', given => {
    expect(() => issueReference(given)).toThrow(
      /^issue: must be an identifier such as ENG-12/,
    );
  });
});
