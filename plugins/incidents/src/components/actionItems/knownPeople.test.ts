import { actionItem, people } from '../../__testUtils__/fixtures';
import { knownPeople } from './knownPeople';

const items = [
  { identifier: 'PAY-1', title: 'One', assignee: people.ada },
  { identifier: 'PAY-2', title: 'Two', assignee: people.sam },
  { identifier: 'PAY-3', title: 'Three', assignee: people.sam },
  { identifier: 'PAY-4', title: 'Four', assignee: people.outsider },
  { identifier: 'PAY-5', title: 'Five' },
].map(item => actionItem(item));

describe('knownPeople', () => {
  it('puts the reader first, then the others by name; only people of the catalog', () => {
    const reader = { userRef: 'user:default/mira.chen', name: 'mira.chen' };
    expect(knownPeople({ items, reader }).map(({ name }) => name)).toEqual([
      'mira.chen',
      'Ada Olsen',
      'Sam Weber',
    ]);
  });

  it('knows the reader by the name Linear has, once', () => {
    const reader = { userRef: 'user:default/ada.olsen', name: 'ada.olsen' };
    const [first, ...rest] = knownPeople({ items, reader });
    expect(first).toMatchObject({ name: 'Ada Olsen', isReader: true });
    expect(rest.map(({ name }) => name)).toEqual(['Sam Weber']);
  });

  it('offers no more than a glance takes in', () => {
    const crowd = Array.from({ length: 20 }, (_, index) =>
      actionItem({
        identifier: `PAY-${index}`,
        title: 'One',
        assignee: { name: `P${index}`, userRef: `user:default/p${index}` },
      }),
    );
    expect(knownPeople({ items: crowd, reader: undefined })).toHaveLength(6);
  });
});
