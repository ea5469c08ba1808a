import {
  actionItem,
  people,
  sampleItems,
  states,
} from '../../__testUtils__/fixtures';
import { countViews, filterItems } from './filterItems';

const items = sampleItems();

function shown(filter: Parameters<typeof filterItems>[1], userRef?: string) {
  return filterItems(items, filter, userRef).map(item => item.identifier);
}

describe('filterItems', () => {
  it('shows what the view asks for', () => {
    expect(shown({ view: 'all' })).toHaveLength(8);
    expect(shown({ view: 'open' })).toEqual(['ENG-88', 'PAY-221', 'PAY-219']);
    expect(shown({ view: 'overdue' })).toEqual(['PAY-219']);
  });

  it('knows mine by the catalog user, whatever the letter case', () => {
    expect(
      filterItems(
        [
          actionItem({
            identifier: 'A-1',
            title: 'mine',
            assignee: { ...people.ada, userRef: 'User:Default/Ada.Olsen' },
          }),
        ],
        { view: 'mine' },
        'user:default/ada.olsen',
      ),
    ).toHaveLength(1);
    expect(shown({ view: 'mine' }, undefined)).toEqual([]);
  });

  it('finds by identifier, title and assignee, whatever the letter case', () => {
    expect(shown({ view: 'all', text: 'eng-' })).toEqual(['ENG-88', 'ENG-90']);
    expect(shown({ view: 'all', text: ' CIRCUIT ' })).toEqual(['PAY-219']);
    expect(shown({ view: 'open', text: 'sam' })).toEqual(['PAY-221']);
  });

  it('combines source, assignee and state', () => {
    expect(shown({ view: 'all', source: 'related' })).toEqual(['ENG-88']);
    expect(shown({ view: 'open', assignee: '' })).toEqual(['ENG-88']);
    expect(shown({ view: 'open', state: states.inReview.name })).toEqual([
      'PAY-219',
    ]);
    expect(
      shown({ view: 'open', assignee: 'Sam Weber', state: 'In Review' }),
    ).toEqual([]);
  });

  it('counts each view', () => {
    expect(countViews(items, 'user:default/ada.olsen')).toEqual({
      all: 8,
      open: 3,
      overdue: 1,
      mine: 1,
    });
  });
});
