import { jobRow } from '../__testUtils__/rows';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { eventually } from '../__testUtils__/eventually';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'a running backend on %p',
  databaseId => {
    let bench: LinearBench;
    let sent: NotificationSendOptions[];

    beforeEach(async () => {
      sent = [];
      bench = await startWithLinear(databaseId, {
        incidents: { operators: ['user:default/priya.nair'] },
        notifications: {
          send: async notification => {
            sent.push(notification);
          },
        },
      });
    });

    afterEach(async () => bench.close());

    const sentTo = (userRef: string) =>
      sent
        .filter(
          ({ recipients }) =>
            recipients.type === 'entity' &&
            recipients.entityRef.includes(userRef),
        )
        .map(({ payload }) => payload.topic);

    it('notifies at once of an assignment, of a failed job, and of a closed incident those who did not close it', async () => {
      const { ref } = await bench.declare({
        lead: 'user:default/ada.olsen',
        participants: ['user:default/sam.weber', 'group:default/sre'],
      });
      const response = await bench.call(
        'post',
        `/incidents/${ref}/action-items`,
        { title: 'Write the timeline', assignee: 'user:default/sam.weber' },
      );
      expect(response.status).toBe(201);
      await eventually(async () => {
        expect(sentTo('user:default/sam.weber')).toEqual([
          'action-item-assigned',
        ]);
      });
      await bench.patch(ref, { status: 'done' });
      await eventually(async () => {
        expect(sentTo('user:default/sam.weber')).toEqual([
          'action-item-assigned',
          'incident-closed',
        ]);
      });
      // Ada closed it: she gets nothing, not by way of a group either.
      expect(sentTo('user:default/ada.olsen')).toEqual([]);
      expect(sent.at(-1)?.recipients).toMatchObject({
        entityRef: ['user:default/sam.weber', 'group:default/sre'],
        excludeEntityRef: 'user:default/ada.olsen',
      });
      await bench.knex('jobs').insert(
        jobRow({
          // A refresh of no incident cannot succeed, and its budget is spent.
          kind: 'refresh',
          key: 'stuck',
          failing_since: new Date(0),
        }),
      );
      await bench.patch(ref, { severity: 'sev3' });
      await eventually(async () => {
        expect(sentTo('user:default/priya.nair')).toEqual(['work-escalated']);
      });
    });
  },
);
