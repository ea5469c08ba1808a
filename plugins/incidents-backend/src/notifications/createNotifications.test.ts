import { jobRow } from '../__testUtils__/rows';
import { LinearStatus, reason } from '@backstage-incidents/incidents-common';
import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { randomUUID } from 'node:crypto';
import { eventually } from '../__testUtils__/eventually';
import { newIncident } from '../__testUtils__/newIncident';
import { parentIssueRow } from '../__testUtils__/rows';
import { TestClock } from '../__testUtils__/TestClock';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createActionItemStore } from '../actionItems/ActionItemStore';
import { diffActionItems } from '../actionItems/diffActionItems';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import { incidentRef, NewIncident } from '../incidents/IncidentRecord';
import { createIncidentStore } from '../incidents/IncidentStore';
import { createJobQueue, createWorker } from '../jobs';
import { createNotifications } from './createNotifications';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Stands in for Backstage's service: records what it takes. */
class RecordingNotifications implements NotificationService {
  readonly sent: NotificationSendOptions[] = [];
  asked = 0;
  available = true;
  /** Runs while a notification is on its way. */
  onSend: () => Promise<void> = async () => {};

  async send(notification: NotificationSendOptions): Promise<void> {
    this.asked += 1;
    await this.onSend();
    if (!this.available) {
      throw new Error('No such plugin');
    }
    this.sent.push(notification);
  }

  /** What arrived since the last time, the shortest way to read it. */
  take() {
    return this.sent.splice(0).map(({ recipients, payload }) => ({
      to: recipients.type === 'entity' ? recipients.entityRef : 'everyone',
      title: payload.title,
      topic: payload.topic,
    }));
  }
}

const reader: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'reader', namespace: 'default' },
  spec: {},
  relations: [{ type: 'memberOf', targetRef: 'group:default/security' }],
};

describe.each(testDatabases.eachSupportedId())('notifications on %p', id => {
  async function bench(databaseId: TestDatabaseId) {
    const clock = new TestClock('2026-03-10T12:00:00.000Z');
    const database = await openTestDatabase(databaseId, clock);
    const { knex } = database;
    const now = () => clock.now();
    const incidents = createIncidentStore({ database, prefix: 'INC' });
    const actionItems = createActionItemStore({
      database,
      prefix: 'INC',
      sources: ['child', 'related'],
    });
    const notifications = new RecordingNotifications();
    const logger = mockServices.logger.mock();
    const catalog = catalogServiceMock({ entities: [reader] });
    const attention: LinearStatus['attention'] = [];
    const addReplica = (reminders = true) => {
      const jobs = createJobQueue({ database, newId: randomUUID });
      const replica = createNotifications({
        settings: {
          prefix: 'INC',
          actionItems: {
            sources: ['child', 'related'],
            dueWithinMs: {},
            autoComplete: { counts: ['child'], requireClosedIncident: false },
            reminders: {
              enabled: reminders,
              beforeMs: 3 * DAY,
              everyMs: 7 * DAY,
            },
          },
          operators: ['group:default/platform'],
          privacy: { readers: ['group:default/security'], showInLinear: [] },
        },
        database,
        jobs,
        incidents,
        actionItems,
        notifications,
        catalog,
        auth: mockServices.auth(),
        logger,
        now,
        newId: randomUUID,
        readAttention: async () => attention,
        ref: number => incidentRef('INC', number),
      });
      const worker = createWorker({
        jobs,
        handlers: replica.handlers,
        classify: () => undefined,
        logger,
        now,
        random: () => 0,
        newId: randomUUID,
        onEscalation: replica.onEscalation,
      });
      return {
        ...replica,
        jobs,
        /** Looks at everything and sends what is found, back-offs forgotten. */
        async run() {
          await knex('jobs').update({ run_at: new Date(0) });
          await replica.enqueueAll();
          await worker.drain();
        },
        drain: () => worker.drain(),
      };
    };
    const replica = addReplica();
    /** Linear was read completely just now. */
    const readLinear = async () => {
      await knex('deltas').update({ last_complete_at: now() });
    };
    await readLinear();
    return {
      attention,
      catalog,
      clock,
      knex,
      notifications,
      logger,
      replica,
      addReplica,
      readLinear,
      run: async (which = replica) => {
        await which.run();
        return notifications.take();
      },
      async declare(number: number, change: Partial<NewIncident> = {}) {
        await incidents.insert(
          knex,
          newIncident(number, {
            lead: 'user:default/lead',
            createdAt: now().toISOString(),
            ...change,
          }),
        );
        await knex('parent_issues').insert(
          parentIssueRow(number, `parent-${number}`, now()),
        );
      },
      /** Stores an item as a sync would, with who has it by their first name. */
      async store(
        number: number,
        item: {
          issueId?: string;
          parentIssueId?: string;
          assignee?: string;
          userRef?: string;
          createdAt?: Date;
          dueAt?: Date;
          status?: 'todo' | 'done';
        } = {},
      ) {
        const {
          issueId = 'item',
          parentIssueId,
          assignee,
          userRef = assignee && `user:default/${assignee}`,
          createdAt = now(),
          dueAt,
          status = 'todo',
        } = item;
        const stored: StoredActionItem = {
          issueId,
          parentIssueId,
          source: 'child',
          identifier: 'PAY-215',
          title: 'Write the timeline',
          url: 'https://linear.test/PAY-215/write-the-timeline',
          status,
          state: {
            id: 'state',
            name: status,
            type: status === 'todo' ? 'unstarted' : 'completed',
            color: '#000000',
          },
          priority: 'high',
          assignee: assignee
            ? { id: assignee, name: assignee, userRef, avatarUrl: undefined }
            : undefined,
          team: { id: 'team', key: 'PAY', name: 'Payments' },
          dueAt: dueAt?.toISOString(),
          dueSource: dueAt && 'linear',
          createdAt: createdAt.toISOString(),
          updatedAt: now().toISOString(),
          archived: false,
          contentHash: randomUUID(),
        };
        await knex.transaction(async tx => {
          const known = await actionItems.listForDiff(tx, number);
          const diff = diffActionItems({
            stored: known.filter(one => one.issueId === issueId),
            read: [stored],
          });
          await actionItems.apply(tx, number, diff, now());
        });
      },
    };
  }

  const inDays = (clock: TestClock, days: number) =>
    new Date(clock.now().getTime() + days * DAY);
  /** Old enough to be no news. */
  const old = new Date('2025-01-01T00:00:00.000Z');

  it('remind the assignee once before an item is due, once when it is, and then at intervals', async () => {
    const { clock, run, declare, store, readLinear } = await bench(id);
    await declare(1);
    await store(1, {
      assignee: 'ada',
      dueAt: inDays(clock, 2),
      createdAt: old,
    });
    const reminders: string[] = [];
    for (let hours = 0; hours < 10 * 24; hours += 6) {
      await readLinear();
      for (const { to, title } of await run()) {
        reminders.push(`${hours} ${to} ${title}`);
      }
      clock.advance(6 * HOUR);
    }
    expect(reminders).toEqual([
      '0 user:default/ada Due soon: PAY-215 Write the timeline',
      '48 user:default/ada Overdue: PAY-215 Write the timeline',
      '216 user:default/ada Overdue: PAY-215 Write the timeline',
    ]);
  });

  it('remind the lead of an item whose assignee has no Backstage user', async () => {
    const { clock, knex, run, declare, store } = await bench(id);
    await declare(1, { lead: undefined });
    await store(1, { dueAt: inDays(clock, 1), createdAt: old });
    await expect(run()).resolves.toEqual([]);
    await knex('incidents').update({ lead: 'user:default/lead' });
    await expect(run()).resolves.toMatchObject([{ to: ['user:default/lead'] }]);
  });

  it('are not sent while Linear was not read for a day, the refresh fails, or the parent is missing', async () => {
    const { clock, knex, run, declare, store, readLinear } = await bench(id);
    await declare(1);
    await store(1, { dueAt: inDays(clock, 1), createdAt: old });
    clock.advance(DAY + 1);
    await expect(run()).resolves.toEqual([]);
    await readLinear();
    await knex('jobs').insert(
      jobRow({
        kind: 'refresh',
        key: '1',
        incident_number: 1,
        reason: JSON.stringify(reason('linearUnavailable')),
      }),
    );
    await expect(run()).resolves.toEqual([]);
    await knex('jobs').delete();
    await knex('parent_issues').update({ status: 'missing' });
    await expect(run()).resolves.toEqual([]);
    await knex('parent_issues').update({ status: 'linked' });
    await expect(run()).resolves.toHaveLength(1);
  });

  it('hold no reminders where those are turned off', async () => {
    const { clock, run, declare, store, addReplica } = await bench(id);
    await declare(1);
    await store(1, { assignee: 'ada', dueAt: inDays(clock, 1) });
    await expect(run(addReplica(false))).resolves.toMatchObject([
      { topic: 'action-item-assigned' },
    ]);
  });

  it('go to a new assignee, and not for backfilled items', async () => {
    const { clock, run, declare, store } = await bench(id);
    await declare(1);
    await store(1, { issueId: 'old', assignee: 'sam', createdAt: old });
    await store(1, { issueId: 'new', assignee: 'sam' });
    await store(1, { issueId: 'free' });
    await expect(run()).resolves.toEqual([
      {
        to: ['user:default/sam'],
        title: 'Assigned to you: PAY-215 Write the timeline',
        topic: 'action-item-assigned',
      },
    ]);
    for (const [issueId, assignee] of [
      ['old', 'ada'],
      ['old', 'sam'],
      ['free', 'ada'],
    ]) {
      clock.advance(2 * DAY);
      await store(1, { issueId, assignee, createdAt: old });
      await expect(run()).resolves.toMatchObject([
        { to: [`user:default/${assignee}`] },
      ]);
      await expect(run()).resolves.toEqual([]);
    }
  });

  it('cover an item once though several incidents show it', async () => {
    const { run, declare, store } = await bench(id);
    await declare(1);
    await declare(2);
    await store(1, { assignee: 'ada' });
    await store(2, { assignee: 'ada' });
    await expect(run()).resolves.toHaveLength(1);
  });

  it('go to lead and participants when their incident is closed, each time it is', async () => {
    const { clock, knex, run, declare } = await bench(id);
    await declare(1, { participants: ['user:default/ada'] });
    const close = () =>
      knex('incidents').update({ status: 'done', closed_at: clock.now() });
    await close();
    await expect(run()).resolves.toEqual([
      {
        to: ['user:default/lead', 'user:default/ada'],
        title: 'INC-1 is done: Checkout is down',
        topic: 'incident-closed',
      },
    ]);
    await expect(run()).resolves.toEqual([]);
    await knex('incidents').update({ status: 'active', closed_at: null });
    clock.advance(HOUR);
    await close();
    await expect(run()).resolves.toHaveLength(1);
  });

  it('name all failed jobs to operators in one message, and none twice', async () => {
    const { knex, replica, run, declare } = await bench(id);
    const { jobs } = replica;
    const escalate = async (...numbers: number[]) => {
      for (const number of numbers) {
        await declare(number);
        await jobs.enqueue(knex, {
          kind: 'refresh',
          key: String(number),
          incidentNumber: number,
        });
      }
      for (const claimed of await jobs.claim({
        kinds: ['refresh'],
        limit: 10,
        forMs: 60_000,
      })) {
        await jobs.fail(claimed, {
          outcome: 'escalate',
          reason: reason('linearForbidden', { operation: 'UpdateIssue' }),
        });
      }
    };
    await escalate(1, 2, 3);
    await expect(run()).resolves.toEqual([
      {
        to: ['group:default/platform'],
        title: '3 background jobs need attention',
        topic: 'work-escalated',
      },
    ]);
    await expect(run()).resolves.toEqual([]);
    await escalate(4);
    await expect(run()).resolves.toMatchObject([
      { title: '4 background jobs need attention' },
    ]);
  });

  it('tell operators once of what else needs attention, also after a restart', async () => {
    const { attention, run, addReplica } = await bench(id);
    const fault = (since: string) => ({
      code: 'configurationFault',
      message: 'The configuration does not match',
      params: { key: 'incidents.linear.states', cause: 'linearStateNotFound' },
      since,
      fix: 'Correct it',
    });
    attention.push(fault('2026-03-01T00:00:00.000Z'), {
      code: 'parentIssueInaccessible',
      message: 'The parent issue was deleted',
      params: {},
      since: '2026-03-10T11:00:00.000Z',
      incidentRef: 'INC-7',
      fix: 'Restore it',
    });
    await expect(run()).resolves.toEqual([
      {
        to: ['group:default/platform'],
        title: 'Incidents: 2 problems need attention',
        topic: 'needs-attention',
      },
    ]);
    attention[0] = fault('2026-03-10T11:30:00.000Z');
    await expect(run(addReplica())).resolves.toEqual([]);
    attention[1] = { ...attention[1], incidentRef: 'INC-8' };
    await expect(run()).resolves.toHaveLength(1);
  });

  it.each([
    ['the lead', 'lead', true],
    ['a participant', 'ada', true],
    ['a member of a group of readers', 'reader', true],
    ['anyone else', 'sam', false],
  ])(
    'about an item of a private incident name it to %s only as privacy has it',
    async (_who, assignee, maySee) => {
      const { clock, declare, store, logger, run } = await bench(id);
      await declare(1, {
        visibility: 'private',
        participants: ['user:default/ada'],
      });
      await store(1, { assignee, dueAt: inDays(clock, 1) });
      const sent = await run();
      expect(sent.map(({ to, topic }) => `${topic} ${to}`).sort()).toEqual([
        `action-item-assigned user:default/${assignee}`,
        `action-item-due-soon user:default/${assignee}`,
      ]);
      for (const { title } of sent) {
        expect(title).toMatch(
          maySee ? /Write the timeline$/ : /^An action item of a private/,
        );
      }
      expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('timeline');
    },
  );

  it('wait for the catalog where only it knows whether the recipient may read the item', async () => {
    const { run, declare, store, catalog } = await bench(id);
    await declare(1, { visibility: 'private' });
    await store(1, { assignee: 'reader' });
    const down = jest
      .spyOn(catalog, 'getEntityByRef')
      .mockRejectedValue(new Error('No catalog'));
    await expect(run()).resolves.toEqual([]);
    down.mockRestore();
    await expect(run()).resolves.toMatchObject([
      { to: ['user:default/reader'], topic: 'action-item-assigned' },
    ]);
  });

  it('leave out the title of an incident that became private while they were pending', async () => {
    const { knex, notifications, run, declare, store } = await bench(id);
    await declare(1);
    await store(1, { assignee: 'sam' });
    notifications.available = false;
    await run();
    await knex('incidents').update({ visibility: 'private' });
    notifications.available = true;
    await expect(run()).resolves.toMatchObject([
      { title: 'An action item of a private incident was assigned to you' },
    ]);
  });

  it('about a sub-issue of the parent of a private incident do not name it to who may not see that, though a public incident shows it too', async () => {
    const { clock, run, declare, store } = await bench(id);
    await declare(1);
    await declare(2, { visibility: 'private', lead: 'user:default/ada' });
    const item = {
      assignee: 'sam',
      dueAt: inDays(clock, 1),
      parentIssueId: 'parent-2',
    };
    await store(1, item);
    await store(2, item);
    await expect(run()).resolves.toEqual([
      {
        to: ['user:default/sam'],
        title: 'An action item of a private incident was assigned to you',
        topic: 'action-item-assigned',
      },
      {
        to: ['user:default/sam'],
        title: 'An action item of a private incident is due soon',
        topic: 'action-item-due-soon',
      },
    ]);
  });

  it('wait for the notifications plugin, and log that once', async () => {
    const { clock, notifications, logger, run, declare, store, readLinear } =
      await bench(id);
    await declare(1);
    await store(1, { assignee: 'ada', dueAt: inDays(clock, 1) });
    notifications.available = false;
    for (let runs = 0; runs < 5; runs++) {
      await expect(run()).resolves.toEqual([]);
    }
    // Not one attempt for each notification: the first that fails stops the run.
    expect(notifications.asked).toBeLessThan(10);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    notifications.available = true;
    await readLinear();
    await expect(run()).resolves.toHaveLength(2);
    await expect(run()).resolves.toEqual([]);
  });

  it('are dropped when they are no longer true by the time they can be sent', async () => {
    const { clock, notifications, run, declare, store } = await bench(id);
    await declare(1);
    await store(1, { assignee: 'ada', dueAt: inDays(clock, 1) });
    notifications.available = false;
    await run();
    clock.advance(HOUR);
    await store(1, {
      assignee: 'ada',
      dueAt: inDays(clock, 1),
      status: 'done',
    });
    notifications.available = true;
    await expect(run()).resolves.toEqual([]);
  });

  it('are sent once more after a crash in the middle of sending, and never a third time', async () => {
    const { knex, notifications, run, declare, store, replica } = await bench(
      id,
    );
    await declare(1);
    await store(1, { assignee: 'ada' });
    const crash = async () => {
      // The process ends before it can store what came of it.
      await replica.run();
      await knex('notifications').update({ state: 'pending' });
      await replica.jobs.enqueue(knex, { kind: 'notify', key: 'all' });
    };
    await crash();
    expect(notifications.take()).toHaveLength(1);
    await crash();
    expect(notifications.take()).toHaveLength(1);
    await expect(run()).resolves.toEqual([]);
  });

  it('are sent once by two replicas at the same time', async () => {
    const { clock, notifications, declare, store, replica, addReplica } =
      await bench(id);
    const other = addReplica();
    await declare(1, { status: 'done', closedAt: clock.now().toISOString() });
    for (let index = 0; index < 10; index++) {
      await store(1, { issueId: `item-${index}`, assignee: 'ada' });
    }
    replica.onAnnounced([{ type: 'incident.closed', incidentRef: 'INC-1' }]);
    other.onAnnounced([{ type: 'action-item.added', incidentRef: 'INC-1' }]);
    await Promise.all([replica.run(), other.run()]);
    await eventually(async () => {
      await Promise.all([replica.drain(), other.drain()]);
      expect(notifications.sent.length).toBeGreaterThanOrEqual(11);
    });
    const scopes = notifications.sent.map(({ payload }) => payload.scope);
    expect(scopes).toHaveLength(11);
    expect(new Set(scopes).size).toBe(11);
  });

  it('cover what changed while they were being sent', async () => {
    const { clock, notifications, declare, store, replica } = await bench(id);
    const announce = () =>
      replica.onAnnounced([
        { type: 'action-item.changed', incidentRef: 'INC-1' },
      ]);
    await declare(1);
    await store(1, { issueId: 'first', assignee: 'ada' });
    notifications.onSend = async () => {
      notifications.onSend = async () => {};
      clock.advance(HOUR);
      await store(1, { issueId: 'second', assignee: 'ada' });
      announce();
    };
    announce();
    await eventually(async () => {
      expect(notifications.sent).toHaveLength(2);
    });
  });

  it('are looked for only in the incident that changed, not in all of them', async () => {
    const { knex, notifications, declare, store, replica, run } = await bench(
      id,
    );
    await declare(1, { status: 'done', closedAt: old.toISOString() });
    await declare(2);
    await store(1, { issueId: 'other', assignee: 'sam' });
    await store(2, { issueId: 'changed', assignee: 'ada' });
    replica.onAnnounced([
      { type: 'incident.created', incidentRef: 'INC-1' },
      { type: 'action-item.changed', incidentRef: 'INC-2' },
    ]);
    await eventually(async () => {
      expect(notifications.sent).toHaveLength(1);
      expect(await knex('jobs')).toEqual([]);
    });
    expect(notifications.take()).toMatchObject([{ to: ['user:default/ada'] }]);
    await expect(run()).resolves.toMatchObject([{ to: ['user:default/sam'] }]);
  });

  it('need attention as one job when they could not be sent for a day', async () => {
    const { clock, knex, notifications, declare, store, replica } = await bench(
      id,
    );
    await declare(1);
    await store(1, { assignee: 'ada', dueAt: inDays(clock, 1) });
    notifications.available = false;
    await replica.run();
    await knex('jobs').update({ failing_since: new Date(0) });
    await replica.run();
    expect(await replica.jobs.listEscalated()).toMatchObject([
      {
        kind: 'notify',
        reason: {
          code: 'retriesExhausted',
          params: { cause: 'notificationsUnavailable' },
        },
      },
    ]);
    const attempts = notifications.asked;
    await replica.run();
    expect(notifications.asked).toBe(attempts);
    notifications.available = true;
    const [job] = await replica.jobs.listEscalated();
    await replica.jobs.retry(job.id);
    await replica.drain();
    expect(notifications.take()).toHaveLength(2);
  });

  it('are deleted after a while, with the assignees of deleted items', async () => {
    const { clock, knex, run, declare, store } = await bench(id);
    await declare(1);
    await store(1, { assignee: 'ada' });
    await run();
    await knex('action_items').delete();
    clock.advance(91 * DAY);
    await run();
    expect(await knex('notifications')).toEqual([]);
    expect(await knex('notified_assignees')).toEqual([]);
  });
});
