import { KnownItem } from './KnownIssues';
import { missingRelated } from './missingRelated';

const RELATED: KnownItem = {
  incidentNumber: 1,
  issueId: 'a',
  source: 'related',
  contentHash: 'hash',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

describe('A stored item of a batch', () => {
  it.each([
    {
      when: 'relation and issue are there',
      item: RELATED,
      ends: ['a'],
      seen: ['a'],
      missing: false,
    },
    {
      when: 'the relation is gone',
      item: RELATED,
      ends: ['b'],
      seen: ['a', 'b'],
      missing: true,
    },
    {
      when: 'the incident has no relations any more',
      item: RELATED,
      ends: [],
      seen: ['a'],
      missing: true,
    },
    {
      when: 'Linear does not show the issue',
      item: RELATED,
      ends: ['a'],
      seen: [],
      missing: true,
    },
    {
      when: 'the relations of the incident could not be read',
      item: RELATED,
      ends: undefined,
      seen: [],
      missing: false,
    },
    {
      when: 'it is a child, whatever its relations',
      item: { ...RELATED, source: 'child' as const },
      ends: [],
      seen: [],
      missing: false,
    },
  ])('is missing: $missing, when $when', ({ item, ends, seen, missing }) => {
    const relations = new Map(
      ends && [[1, new Map(ends.map(id => [id, 'related' as const]))]],
    );
    expect(
      missingRelated({ items: [item], relations, seen: new Set(seen) }),
    ).toEqual(missing ? [item] : []);
  });
});
