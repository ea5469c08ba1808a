import { actionItem, fromNow } from '../../__testUtils__/fixtures';
import { arrangeItems } from './arrangeItems';

const HOUR = 3600_000;

function order(...items: ReturnType<typeof actionItem>[]) {
  return arrangeItems(items).open.map(item => item.title);
}

describe('arrangeItems', () => {
  it('puts overdue before due, due before undated, then priority', () => {
    expect(
      order(
        actionItem({ identifier: 'A-1', title: 'low', priority: 'low' }),
        actionItem({ identifier: 'A-2', title: 'urgent', priority: 'urgent' }),
        actionItem({
          identifier: 'A-3',
          title: 'later',
          dueAt: fromNow(9 * HOUR),
        }),
        actionItem({
          identifier: 'A-4',
          title: 'soon',
          dueAt: fromNow(2 * HOUR),
        }),
        actionItem({
          identifier: 'A-5',
          title: 'late',
          overdue: true,
          dueAt: fromNow(-HOUR),
        }),
        actionItem({
          identifier: 'A-6',
          title: 'latest',
          overdue: true,
          dueAt: fromNow(-2 * HOUR),
        }),
      ),
    ).toEqual(['latest', 'late', 'soon', 'later', 'urgent', 'low']);
  });

  it('orders ties by number, not by letter', () => {
    expect(
      order(
        actionItem({ identifier: 'A-10', title: 'ten' }),
        actionItem({ identifier: 'A-9', title: 'nine' }),
      ),
    ).toEqual(['nine', 'ten']);
  });

  it('folds done and canceled, newest first', () => {
    const { open, closed } = arrangeItems([
      actionItem({
        identifier: 'A-1',
        title: 'old',
        status: 'done',
        completedAt: fromNow(-9 * HOUR),
      }),
      actionItem({
        identifier: 'A-2',
        title: 'new',
        status: 'canceled',
        canceledAt: fromNow(-HOUR),
      }),
    ]);
    expect(open).toEqual([]);
    expect(closed.map(item => item.title)).toEqual(['new', 'old']);
  });
});
