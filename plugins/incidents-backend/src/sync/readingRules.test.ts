import { LinearItemSource } from '../linear';
import { KnownItem } from './KnownIssues';
import {
  affectedRows,
  decideSource,
  GoneItems,
  newestOf,
  unfetchedTargets,
} from './readingRules';

const parentIssueId = 'parent';

describe('what an issue is to an incident', () => {
  it.each([
    [
      'its sub-issue, whatever else',
      'parent',
      'related',
      'blocks',
      false,
      'child',
    ],
    [
      'related, as was just read',
      undefined,
      undefined,
      'related',
      false,
      'related',
    ],
    [
      'still related, though only another relation was read',
      undefined,
      'related',
      'blocks',
      false,
      'related',
    ],
    [
      'what all relations make of it',
      undefined,
      'related',
      'blocks',
      true,
      'blocks',
    ],
    [
      'related, since it is no sub-issue any more',
      'other',
      'child',
      'related',
      false,
      'related',
    ],
    [
      'detached, since it is no sub-issue any more',
      'other',
      'child',
      undefined,
      false,
      'detached',
    ],
    [
      'unchanged, since relations were not read',
      'other',
      'blockedBy',
      undefined,
      false,
      'blockedBy',
    ],
    [
      'detached, since all relations were read',
      'other',
      'blockedBy',
      undefined,
      true,
      'detached',
    ],
    ['nothing', 'other', undefined, undefined, true, 'none'],
  ] as const)(
    '%s',
    (_what, issueParentId, stored, related, relationsComplete, expected) => {
      expect(
        decideSource({
          issueParentId,
          parentIssueId,
          stored,
          related,
          relationsComplete,
        }),
      ).toBe(expected);
    },
  );
});

const at = (issueId: string, updatedAt: string, from: string) => ({
  issueId,
  updatedAt,
  from,
});
const MONDAY = '2026-01-05T00:00:00.000Z';
const TUESDAY = '2026-01-06T00:00:00.000Z';

describe('An item that was read', () => {
  it.each([
    { stored: MONDAY, read: TUESDAY, wins: 'read' },
    { stored: TUESDAY, read: TUESDAY, wins: 'read' },
    { stored: TUESDAY, read: MONDAY, wins: 'stored' },
  ])(
    'of $read gives way to one of $stored: $wins',
    ({ stored, read, wins }) => {
      expect(
        newestOf([at('a', stored, 'stored')], [at('a', read, 'read')]),
      ).toEqual([expect.objectContaining({ from: wins })]);
    },
  );

  it('is taken as it is where none is stored', () => {
    const items = [at('b', MONDAY, 'read')];
    expect(newestOf([at('a', TUESDAY, 'stored')], items)).toEqual(items);
  });
});

const row = (issueId: string) => ({ issueId });

describe('A reading affects of the stored rows a, b and c', () => {
  it.each<{ read: string[]; gone: GoneItems; affected: string[] }>([
    { read: ['a'], gone: { kind: 'these', issueIds: [] }, affected: ['a'] },
    {
      read: ['a'],
      gone: { kind: 'these', issueIds: ['b'] },
      affected: ['a', 'b'],
    },
    { read: ['new'], gone: { kind: 'these', issueIds: ['x'] }, affected: [] },
    {
      read: ['a'],
      gone: { kind: 'others', keep: new Set() },
      affected: ['a', 'b', 'c'],
    },
    {
      read: ['a'],
      gone: { kind: 'others', keep: new Set(['a', 'b']) },
      affected: ['a', 'c'],
    },
  ])('$affected, when it read $read and $gone are gone', options => {
    const { read, gone, affected } = options;
    expect(
      affectedRows(['a', 'b', 'c'].map(row), { items: read.map(row), gone }),
    ).toEqual(affected.map(row));
  });
});

const relations = new Map([[1, new Map([['a', 'related' as const]])]]);

function storedAs(source: KnownItem['source'], incidentNumber = 1): KnownItem {
  return {
    incidentNumber,
    issueId: 'a',
    source,
    contentHash: 'hash',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

const keepsAll = () => true;

describe('The target of a relation', () => {
  it.each<{ when: string; items: KnownItem[]; unfetched: boolean }>([
    { when: 'it is not stored', items: [], unfetched: true },
    {
      when: 'it is stored with this source',
      items: [storedAs('related')],
      unfetched: false,
    },
    {
      when: 'it is stored with another source',
      items: [storedAs('blocks')],
      unfetched: true,
    },
    { when: 'it is a child', items: [storedAs('child')], unfetched: false },
    {
      when: 'another incident has it',
      items: [storedAs('related', 2)],
      unfetched: true,
    },
  ])('is to be read: $unfetched, when $when', ({ items, unfetched }) => {
    expect(unfetchedTargets({ relations, items, keeps: keepsAll })).toEqual(
      unfetched ? relations : new Map(),
    );
  });

  it('is not read when its source is not kept', () => {
    const keeps = (source: LinearItemSource) => source !== 'related';
    expect(unfetchedTargets({ relations, items: [], keeps })).toEqual(
      new Map(),
    );
  });
});
