import { ChangedRelation, SettledRelations } from './SettledRelations';

const DRAWN: ChangedRelation = {
  type: 'related',
  issueId: 'a',
  relatedIssueId: 'b',
  removed: false,
  updatedAt: '2026-01-01T00:00:00.000Z',
};

describe('A relation', () => {
  it('is settled once it is remembered', () => {
    const settled = new SettledRelations();
    expect(settled.has(DRAWN)).toBe(false);
    settled.remember([DRAWN]);
    expect(settled.has({ ...DRAWN })).toBe(true);
  });

  it.each<[string, Partial<ChangedRelation>]>([
    ['type', { type: 'blocks' }],
    ['issue', { issueId: 'c' }],
    ['related issue', { relatedIssueId: 'c' }],
    ['removal', { removed: true }],
    ['last change', { updatedAt: '2026-01-02T00:00:00.000Z' }],
  ])('is not settled any more with another %s', (_, change) => {
    const settled = new SettledRelations();
    settled.remember([DRAWN]);
    expect(settled.has({ ...DRAWN, ...change })).toBe(false);
  });

  it('is forgotten with all others when there are too many', () => {
    const settled = new SettledRelations(1);
    settled.remember([DRAWN, { ...DRAWN, issueId: 'c' }]);
    settled.remember([{ ...DRAWN, issueId: 'd' }]);
    expect(settled.has(DRAWN)).toBe(false);
    expect(settled.has({ ...DRAWN, issueId: 'd' })).toBe(true);
  });
});
