import { LinearItemSource } from '../linear';
import { KnownItem } from './KnownIssues';
import { unknownEnds } from './unknownEnds';

const relations = new Map([[1, new Map([['a', 'related' as const]])]]);

function stored(source: KnownItem['source'], incidentNumber = 1): KnownItem {
  return {
    incidentNumber,
    issueId: 'a',
    source,
    contentHash: 'hash',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

const keepsAll = () => true;

describe('An issue at the end of a relation', () => {
  it.each<{ when: string; items: KnownItem[]; unknown: boolean }>([
    { when: 'it is not stored', items: [], unknown: true },
    {
      when: 'it is stored with this source',
      items: [stored('related')],
      unknown: false,
    },
    {
      when: 'it is stored with another source',
      items: [stored('blocks')],
      unknown: true,
    },
    { when: 'it is a child', items: [stored('child')], unknown: false },
    {
      when: 'another incident has it',
      items: [stored('related', 2)],
      unknown: true,
    },
  ])('is to be read: $unknown, when $when', ({ items, unknown }) => {
    expect(unknownEnds({ relations, items, keeps: keepsAll })).toEqual(
      unknown ? relations : new Map(),
    );
  });

  it('is not read when its source is not kept', () => {
    const keeps = (source: LinearItemSource) => source !== 'related';
    expect(unknownEnds({ relations, items: [], keeps })).toEqual(new Map());
  });
});
