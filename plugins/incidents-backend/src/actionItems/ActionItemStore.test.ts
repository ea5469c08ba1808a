import { TestDatabaseId } from '@backstage/backend-test-utils';
import { actionItemSchema } from '@backstage-incidents/incidents-common';
import { newIncident } from '../__testUtils__/newIncident';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createIncidentStore } from '../incidents/IncidentStore';
import { createActionItemStore } from './ActionItemStore';
import { StoredActionItem } from './StoredActionItem';

jest.setTimeout(60_000);

const { source, status, priority, dueSource } = actionItemSchema.shape;
const now = new Date('2026-03-10T12:00:00.000Z');

function item(
  issueId: string,
  change: Partial<StoredActionItem>,
): StoredActionItem {
  return {
    issueId,
    identifier: 'PAY-1',
    title: 'Add an alert',
    url: 'https://linear.app/acme/issue/PAY-1',
    source: 'child',
    status: 'todo',
    state: { id: 's', name: 'Todo', type: 'unstarted', color: '#fff' },
    priority: 'none',
    assignee: undefined,
    team: { id: 't', key: 'PAY', name: 'Payments' },
    dueAt: now.toISOString(),
    dueSource: undefined,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    completedAt: undefined,
    canceledAt: undefined,
    archived: false,
    contentHash: 'hash',
    ...change,
  };
}

describe.each(testDatabases.eachSupportedId())(
  'action items in the database on %p',
  (databaseId: TestDatabaseId) => {
    async function open() {
      const database = await openTestDatabase(databaseId);
      await createIncidentStore({ database, prefix: 'INC' }).insert(
        database.knex,
        newIncident(1),
      );
      return {
        knex: database.knex,
        store: createActionItemStore({
          database,
          sources: source.options,
          prefix: 'INC',
        }),
      };
    }

    it('come back as they were stored, with every source, status, priority and kind of due date of the wire', async () => {
      const { knex, store } = await open();
      const added = [
        ...source.options.map(value => ({ source: value })),
        ...status.options.map(value => ({ status: value })),
        ...priority.options.map(value => ({ priority: value })),
        ...dueSource.unwrap().options.map(value => ({ dueSource: value })),
      ].map((change, index) => item(`issue-${index}`, change));

      await store.apply(
        knex,
        1,
        { added, changed: [], removed: [], completed: [], unchanged: 0 },
        now,
      );

      const stored = await store.list(1, {});
      expect(
        stored.sort(
          (a, b) => Number(a.issueId.slice(6)) - Number(b.issueId.slice(6)),
        ),
      ).toEqual(added);
    });

    it('have room for a kind of due date with a longer name than those of today', async () => {
      const { knex, store } = await open();
      const added = item('issue', {});
      await store.apply(
        knex,
        1,
        {
          added: [added],
          changed: [],
          removed: [],
          completed: [],
          unchanged: 0,
        },
        now,
      );
      await knex('action_items').update({ due_source: 'customerContract' });
      expect(await knex('action_items').select('due_source')).toEqual([
        { due_source: 'customerContract' },
      ]);
    });
  },
);
