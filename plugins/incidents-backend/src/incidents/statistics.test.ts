import { TestDatabaseId } from '@backstage/backend-test-utils';
import {
  ActionItemSource,
  Statistics,
  statisticsQuerySchema,
} from '@backstage-incidents/incidents-common';
import { createActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { SeededIncident, seedIncident } from '../__testUtils__/seedIncident';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { readStatistics } from './statistics';
import { IncidentQueries } from './matchingIncidents';

jest.setTimeout(60_000);

/** A Thursday. */
const now = new Date('2026-03-05T12:00:00.000Z');
const HOUR = 60 * 60;

describe.each(testDatabases.eachSupportedId())(
  'statistics on %p',
  (databaseId: TestDatabaseId) => {
    let database: IncidentsDatabase;
    beforeEach(async () => {
      database = await openTestDatabase(databaseId);
    });

    const seed = async (...incidents: SeededIncident[]) => {
      for (const incident of incidents) {
        await seedIncident(database.knex, incident);
      }
    };
    const read = async (
      query: Record<string, string | string[]> = {},
      sources: ActionItemSource[] = ['child', 'related'],
    ): Promise<Statistics> => {
      const actionItems = createActionItemStore({
        database,
        sources,
        prefix: 'INC',
      });
      const queries: IncidentQueries = {
        database,
        shownItems: scope => actionItems.shown({ scope }),
        prefix: 'INC',
        now: () => now,
      };
      return readStatistics(queries, {
        query: statisticsQuerySchema.parse(query),
        scope: {
          requester: {
            kind: 'user',
            userRef: 'user:default/ada',
            groupRefs: [],
            readsEverything: false,
          },
          narrow: () => {},
        },
      });
    };

    it('are complete when there are no incidents', async () => {
      expect(await read({ weeks: '2' })).toEqual({
        incidents: { total: 0, open: 0 },
        actionItems: { open: 0, overdue: 0 },
        weeks: [
          { from: '2026-02-23', opened: 0, closed: 0 },
          { from: '2026-03-02', opened: 0, closed: 0 },
        ],
        openItemAges: [
          { fromDays: 0, toDays: 1, count: 0 },
          { fromDays: 1, toDays: 7, count: 0 },
          { fromDays: 7, toDays: 14, count: 0 },
          { fromDays: 14, toDays: 28, count: 0 },
          { fromDays: 28, toDays: 90, count: 0 },
          { fromDays: 90, count: 0 },
        ],
        completionTimes: ['sev1', 'sev2', 'sev3', 'sev4', 'sev5'].map(
          severity => ({ severity, completed: 0 }),
        ),
        incidentWeeks: ['2026-02-23', '2026-03-02'].map(from => ({
          from,
          opened: { sev1: 0, sev2: 0, sev3: 0, sev4: 0, sev5: 0 },
          timeToMitigate: { count: 0 },
          timeToClose: { count: 0 },
        })),
        incidentTeams: [],
        incidentComponents: [],
      });
    });

    it('count open incidents and give their median age since they started', async () => {
      await seed(
        { number: 1, startedAt: '2026-03-05T11:00:00.000Z' },
        {
          number: 2,
          status: 'mitigated',
          startedAt: '2026-03-05T10:00:00.000Z',
        },
        {
          number: 3,
          status: 'postmortem',
          startedAt: '2026-03-01T12:00:00.000Z',
        },
        { number: 4, status: 'done' },
        { number: 5, status: 'canceled' },
      );
      expect((await read()).incidents).toEqual({
        total: 5,
        open: 3,
        medianAgeSeconds: 2 * HOUR,
      });
      await seed({ number: 6, startedAt: '2026-03-05T08:00:00.000Z' });
      expect((await read()).incidents.medianAgeSeconds).toBe(3 * HOUR);
      expect((await read({ status: 'done' })).incidents).toEqual({
        total: 1,
        open: 0,
      });
    });

    it('count open and overdue items, and the open ones by age', async () => {
      await seed({
        number: 1,
        items: [
          { issueId: 'new', createdAt: '2026-03-05T11:59:59.999Z' },
          {
            issueId: 'ahead',
            createdAt: '2026-03-05T12:30:00.000Z',
            dueAt: '2026-03-05T12:00:00.001Z',
          },
          {
            issueId: 'a day',
            status: 'inProgress',
            createdAt: '2026-03-04T12:00:00.000Z',
            dueAt: '2026-03-05T12:00:00.000Z',
          },
          {
            issueId: 'old',
            createdAt: '2025-03-04T12:00:00.000Z',
            dueAt: '2025-03-05T12:00:00.000Z',
          },
          {
            issueId: 'done',
            status: 'done',
            dueAt: '2025-03-05T12:00:00.000Z',
          },
        ],
      });
      const { actionItems, openItemAges } = await read();
      expect(actionItems).toEqual({ open: 4, overdue: 2 });
      expect(openItemAges.map(({ count }) => count)).toEqual([
        2, 1, 0, 0, 0, 1,
      ]);
    });

    it('count an open item in exactly one age, to the millisecond', async () => {
      const DAY = 24 * HOUR * 1000;
      const ages = {
        'created by a clock ahead of ours': -DAY,
        new: 0,
        'a day old less a millisecond': DAY - 1,
        'a day old': DAY,
        'a week old': 7 * DAY,
        'two weeks old': 14 * DAY,
        'four weeks old less a millisecond': 28 * DAY - 1,
        'four weeks old': 28 * DAY,
        '90 days old': 90 * DAY,
        'ten years old': 3650 * DAY,
      };
      await seed({
        number: 1,
        items: Object.entries(ages).map(([issueId, age]) => ({
          issueId,
          createdAt: new Date(now.getTime() - age).toISOString(),
        })),
      });
      const { openItemAges } = await read();
      expect(openItemAges).toEqual([
        { fromDays: 0, toDays: 1, count: 3 },
        { fromDays: 1, toDays: 7, count: 1 },
        { fromDays: 7, toDays: 14, count: 1 },
        { fromDays: 14, toDays: 28, count: 2 },
        { fromDays: 28, toDays: 90, count: 1 },
        { fromDays: 90, count: 2 },
      ]);
    });

    it('count items by the weeks they were created and closed in', async () => {
      await seed({
        number: 1,
        items: [
          { issueId: 'before', createdAt: '2026-02-15T23:59:59.999Z' },
          { issueId: 'first instant', createdAt: '2026-02-16T00:00:00.000Z' },
          { issueId: 'last instant', createdAt: '2026-02-22T23:59:59.999Z' },
          {
            issueId: 'completed',
            createdAt: '2026-02-23T00:00:00.000Z',
            status: 'done',
            completedAt: '2026-03-02T00:00:00.000Z',
            // Canceled once, done in the end: closed once.
            canceledAt: '2026-02-24T00:00:00.000Z',
          },
          {
            issueId: 'canceled',
            status: 'canceled',
            canceledAt: '2026-03-01T23:59:59.999Z',
          },
          {
            issueId: 'reopened',
            status: 'todo',
            completedAt: '2026-03-01T00:00:00.000Z',
          },
          { issueId: 'next week', createdAt: '2026-03-09T00:00:00.000Z' },
        ],
      });
      expect((await read({ weeks: '3' })).weeks).toEqual([
        { from: '2026-02-16', opened: 2, closed: 0 },
        { from: '2026-02-23', opened: 1, closed: 1 },
        { from: '2026-03-02', opened: 0, closed: 1 },
      ]);
    });

    it('give the median time from creation to completion by severity, for items completed in the period', async () => {
      const done = (issueId: string, hours: number, day = '2026-03-03') => ({
        issueId,
        status: 'done' as const,
        completedAt: `${day}T12:00:00.000Z`,
        createdAt: new Date(
          Date.parse(`${day}T12:00:00.000Z`) - hours * HOUR * 1000,
        ).toISOString(),
      });
      await seed(
        { number: 1, severity: 'sev1', items: [done('a', 1), done('b', 2)] },
        {
          number: 2,
          severity: 'sev1',
          items: [done('c', 10), done('long ago', 99, '2025-01-01')],
        },
        { number: 3, severity: 'sev4', items: [done('d', 2), done('e', 4)] },
      );
      expect((await read()).completionTimes).toEqual([
        { severity: 'sev1', completed: 3, medianSeconds: 2 * HOUR },
        { severity: 'sev2', completed: 0 },
        { severity: 'sev3', completed: 0 },
        { severity: 'sev4', completed: 2, medianSeconds: 3 * HOUR },
        { severity: 'sev5', completed: 0 },
      ]);
    });

    it('are of shown items only: by source, and no parents of other incidents', async () => {
      await seed(
        {
          number: 1,
          items: [
            { issueId: 'child' },
            { issueId: 'parent-2' },
            { issueId: 'blocking', source: 'blocks' },
          ],
        },
        { number: 2 },
      );
      expect((await read()).actionItems.open).toBe(1);
      expect((await read({}, ['child', 'blocks'])).actionItems.open).toBe(2);
      expect((await read({}, [])).actionItems.open).toBe(0);
    });

    it('are of the incidents that the filters leave', async () => {
      await seed(
        {
          number: 1,
          team: 'PAY',
          severity: 'sev1',
          labels: ['pci'],
          affects: ['component:default/checkout'],
          items: [{ issueId: 'one', dueAt: '2026-01-01T00:00:00.000Z' }],
        },
        { number: 2, team: 'ENG', items: [{ issueId: 'two' }] },
        { number: 3 },
      );
      const open = async (query: Record<string, string | string[]>) => {
        const { incidents, actionItems } = await read(query);
        return [incidents.total, actionItems.open];
      };
      expect(await open({})).toEqual([3, 2]);
      expect(await open({ team: 'pay' })).toEqual([1, 1]);
      expect(await open({ team: ['PAY', 'ENG'] })).toEqual([2, 2]);
      expect(await open({ team: 'OPS' })).toEqual([0, 0]);
      expect(await open({ severity: 'sev1' })).toEqual([1, 1]);
      expect(await open({ label: 'pci' })).toEqual([1, 1]);
      expect(await open({ affects: 'component:default/checkout' })).toEqual([
        1, 1,
      ]);
      expect(await open({ q: 'inc-2' })).toEqual([1, 1]);
      expect(await open({ hasOpenActionItems: 'false' })).toEqual([1, 0]);
      expect(await open({ overdue: 'true' })).toEqual([1, 1]);
      expect(await open({ overdue: 'false' })).toEqual([2, 1]);
    });

    it('take no hidden item for a reason to match', async () => {
      await seed(
        { number: 1, items: [{ issueId: 'hidden', source: 'blocks' }] },
        { number: 2, items: [{ issueId: 'parent-1' }] },
      );
      const { incidents } = await read({ hasOpenActionItems: 'true' });
      expect(incidents.total).toBe(0);
    });

    it('count an item of two incidents for each of them', async () => {
      await seed(
        { number: 1, items: [{ issueId: 'shared', source: 'related' }] },
        { number: 2, items: [{ issueId: 'shared' }] },
      );
      expect((await read()).actionItems.open).toBe(2);
    });

    it('count incidents by the week they started in and their severity', async () => {
      await seed(
        { number: 1, severity: 'sev1', startedAt: '2026-02-22T23:59:59.999Z' },
        { number: 2, severity: 'sev1', startedAt: '2026-02-23T00:00:00.000Z' },
        { number: 3, severity: 'sev1', startedAt: '2026-03-01T23:59:59.999Z' },
        { number: 4, severity: 'sev4', startedAt: '2026-03-02T00:00:00.000Z' },
        // Not one of those that Ada may see.
        { number: 5, visibility: 'private', startedAt: now.toISOString() },
      );
      const { incidentWeeks } = await read({ weeks: '2' });
      const none = { sev1: 0, sev2: 0, sev3: 0, sev4: 0, sev5: 0 };
      expect(incidentWeeks.map(({ opened }) => opened)).toEqual([
        { ...none, sev1: 2 },
        { ...none, sev4: 1 },
      ]);
    });

    it('give the time to mitigate and to close by week, team and component, and none to mitigate for what is active again', async () => {
      const started = '2026-02-24T00:00:00.000Z';
      const after = (hours: number) =>
        new Date(Date.parse(started) + hours * HOUR * 1000).toISOString();
      const at = (number: number, hours: number) => ({
        number,
        startedAt: started,
        mitigatedAt: after(hours),
        team: 'PAY',
        affects: ['component:default/checkout'],
      });
      await seed(
        { ...at(1, 1), status: 'mitigated' },
        { ...at(2, 2), status: 'done', closedAt: after(200), team: 'INC' },
        {
          ...at(3, 6),
          status: 'postmortem',
          affects: ['component:default/checkout', 'system:default/payments'],
        },
        // Reopened, canceled, private, and mitigated before these weeks.
        { ...at(4, 50), status: 'active' },
        { ...at(5, 60), status: 'canceled', closedAt: after(60) },
        { ...at(6, 70), status: 'mitigated', visibility: 'private' },
        {
          ...at(7, 1),
          status: 'mitigated',
          startedAt: '2026-01-01T00:00:00.000Z',
          mitigatedAt: '2026-01-02T00:00:00.000Z',
        },
      );
      const { incidentWeeks, incidentTeams, incidentComponents } = await read({
        weeks: '2',
      });
      const closed = {
        count: 1,
        medianSeconds: 200 * HOUR,
        p90Seconds: 200 * HOUR,
      };
      const all = { count: 3, medianSeconds: 2 * HOUR, p90Seconds: 6 * HOUR };
      expect(
        incidentWeeks.map(({ timeToMitigate, timeToClose }) => ({
          timeToMitigate,
          timeToClose,
        })),
      ).toEqual([
        { timeToMitigate: all, timeToClose: { count: 0 } },
        { timeToMitigate: { count: 0 }, timeToClose: closed },
      ]);
      expect(incidentTeams).toEqual([
        {
          team: 'PAY',
          timeToMitigate: {
            count: 2,
            medianSeconds: 3.5 * HOUR,
            p90Seconds: 6 * HOUR,
          },
          timeToClose: { count: 0 },
        },
        {
          team: 'INC',
          timeToMitigate: {
            count: 1,
            medianSeconds: 2 * HOUR,
            p90Seconds: 2 * HOUR,
          },
          timeToClose: closed,
        },
      ]);
      expect(incidentComponents).toEqual([
        {
          entityRef: 'component:default/checkout',
          timeToMitigate: all,
          timeToClose: closed,
        },
      ]);
      expect(
        (await read({ weeks: '2', team: 'INC' })).incidentTeams,
      ).toHaveLength(1);
    });
  },
);
