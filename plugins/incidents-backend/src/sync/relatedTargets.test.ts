import { LinearItemSource } from '../linear';
import { KnownItem } from './KnownIssues';
import { relatedTargets } from './relatedTargets';

function item(
  incidentNumber: number,
  issueId: string,
  source: KnownItem['source'],
): KnownItem {
  return {
    incidentNumber,
    issueId,
    source,
    contentHash: 'hash',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

function targets(
  relations: [number, [string, LinearItemSource][]][],
  items: KnownItem[],
) {
  return relatedTargets({
    relations: new Map(
      relations.map(([incidentNumber, ends]) => [
        incidentNumber,
        new Map(ends),
      ]),
    ),
    items,
    keeps: source => source !== 'blocks',
  });
}

describe('The issues that a sweep reads because of their relations', () => {
  it('are those of all incidents, each once', () => {
    expect(
      targets(
        [
          [1, [['a', 'related']]],
          [
            2,
            [
              ['a', 'blockedBy'],
              ['b', 'related'],
            ],
          ],
        ],
        [],
      ),
    ).toEqual(['a', 'b']);
  });

  it('are read again where they are stored already', () => {
    expect(
      targets([[1, [['a', 'related']]]], [item(1, 'a', 'related')]),
    ).toEqual(['a']);
  });

  it('are none whose source is not kept', () => {
    expect(targets([[1, [['a', 'blocks']]]], [])).toEqual([]);
  });

  it('are not the children of the same incident, which were read before', () => {
    expect(targets([[1, [['a', 'related']]]], [item(1, 'a', 'child')])).toEqual(
      [],
    );
  });

  it('are those that are children of another incident only', () => {
    expect(targets([[1, [['a', 'related']]]], [item(2, 'a', 'child')])).toEqual(
      ['a'],
    );
  });
});
