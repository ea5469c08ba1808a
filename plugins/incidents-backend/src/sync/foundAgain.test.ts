import { foundAgain } from './foundAgain';

const CANDIDATE = {
  sweep_id: 'sweep',
  incident_number: 1,
  issue_id: 'a',
  content_hash: 'hash',
};

describe('A candidate for removal', () => {
  it.each([
    { kind: 'child', of: 1, ends: undefined, seen: ['a'], found: true },
    { kind: 'child', of: 1, ends: ['a'], seen: [], found: false },
    { kind: 'related', of: 1, ends: ['a'], seen: ['a'], found: true },
    { kind: 'related', of: 1, ends: [], seen: ['a'], found: false },
    { kind: 'related', of: 1, ends: ['a'], seen: [], found: false },
    { kind: 'related', of: 1, ends: undefined, seen: ['a'], found: false },
    { kind: 'child', of: 2, ends: [], seen: ['a'], found: false },
  ])(
    'stored as $kind of incident $of is found: $found, with relations to $ends and issues $seen',
    ({ kind, of, ends, seen, found }) => {
      expect(
        foundAgain({
          candidates: [CANDIDATE],
          children: new Set(kind === 'child' ? [`${of}:a`] : []),
          relations: new Map(
            ends && [[1, new Map(ends.map(id => [id, 'related' as const]))]],
          ),
          seen: new Set(seen),
        }),
      ).toEqual(found ? [CANDIDATE] : []);
    },
  );
});
