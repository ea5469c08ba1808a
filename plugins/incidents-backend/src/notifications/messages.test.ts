import { closedMessage, escalatedMessage, itemMessage } from './messages';

const now = new Date('2026-03-10T12:00:00.000Z');
const HOUR = 3_600_000;

const item = {
  issueId: 'id',
  identifier: 'PAY-215',
  title: 'Write the timeline',
};
const incident = { ref: 'INC-42', title: 'Checkout is down' };

describe('the text of a notification', () => {
  it('names the item, its incident and how late it is', () => {
    expect(
      itemMessage({
        kind: 'overdue',
        item: { ...item, dueAt: new Date(now.getTime() - 8 * 24 * HOUR) },
        incident,
        now,
      }),
    ).toEqual({
      topic: 'action-item-overdue',
      scope: 'incidents:INC-42:id:overdue',
      link: '/catalog/default/incident/inc-42',
      severity: 'high',
      title: 'Overdue: PAY-215 Write the timeline',
      description:
        'Action item of INC-42: Checkout is down. Overdue by 8 days.',
    });
  });

  it.each([
    [72 * HOUR, 'Due in 3 days.'],
    [47 * HOUR, 'Due in 47 hours.'],
    [HOUR, 'Due in 1 hour.'],
    [60_000, 'Due within the hour.'],
    [0, 'Due now.'],
    [-HOUR, 'Overdue by 1 hour.'],
  ])('says in words that it is due in %d ms', (distance, words) => {
    const { description } = itemMessage({
      kind: 'dueSoon',
      item: { ...item, dueAt: new Date(now.getTime() + distance) },
      incident,
      now,
    });
    expect(description).toContain(words);
  });

  it.each([
    [0, 'done', 'INC-42 is done: Checkout', 'No action item is open.'],
    [1, 'done', 'INC-42 is done: Checkout', '1 action item is still open.'],
    [
      2,
      'canceled',
      'INC-42 was canceled: Checkout',
      '2 action items are still open.',
    ],
  ] as const)(
    'says how many items of a closed incident are open: %d of a %s one',
    (openItems, status, title, description) => {
      expect(
        closedMessage({ ref: 'INC-42', title: 'Checkout', status }, openItems),
      ).toMatchObject({ title, description });
    },
  );

  it('names the incident of one failed job, and covers several in one message', () => {
    expect(escalatedMessage(['INC-1'])).toMatchObject({
      title: 'A background job of INC-1 needs attention',
      link: '/catalog/default/incident/inc-1',
    });
    expect(escalatedMessage([undefined])).toMatchObject({
      title: 'A background job needs attention',
      link: '/incidents/operations',
    });
    const refs = Array.from({ length: 7 }, (_, index) => `INC-${index + 1}`);
    expect(escalatedMessage(refs)).toMatchObject({
      title: '7 background jobs need attention',
      description: expect.stringContaining(
        'Incidents: INC-1, INC-2, INC-3, INC-4, INC-5 and 2 more.',
      ),
      link: '/incidents/operations',
    });
  });
});
