import { actionItem, people } from '../../__testUtils__/fixtures';
import { groupItems } from './groupItems';

const items = [
  actionItem({ identifier: 'PAY-1', title: 'a', assignee: people.sam }),
  actionItem({ identifier: 'ENG-2', title: 'b' }),
  actionItem({ identifier: 'PAY-3', title: 'c', assignee: people.sam }),
];

describe('groupItems', () => {
  it.each([
    ['none' as const, [['', ['a', 'b', 'c']]]],
    [
      'assignee' as const,
      [
        ['Sam Weber', ['a', 'c']],
        ['', ['b']],
      ],
    ],
    [
      'team' as const,
      [
        ['Payments', ['a', 'c']],
        ['Engineering', ['b']],
      ],
    ],
    ['state' as const, [['Todo', ['a', 'b', 'c']]]],
  ])('by %s, the most pressing group first', (grouping, expected) => {
    expect(
      groupItems(items, grouping).map(group => [
        group.name,
        group.items.map(item => item.title),
      ]),
    ).toEqual(expected);
  });

  it('has no group of nothing', () => {
    expect(groupItems([], 'none')).toEqual([]);
  });
});
