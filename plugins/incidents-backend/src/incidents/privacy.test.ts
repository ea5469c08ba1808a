import { TestDatabaseId } from '@backstage/backend-test-utils';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { seedIncident } from '../__testUtils__/seedIncident';
import { isHiddenIssue, ReadScope } from './privacy';

jest.setTimeout(60_000);

const scopeOf = (name: string): ReadScope => ({
  requester: {
    kind: 'user',
    userRef: `user:default/${name}`,
    groupRefs: [],
    readsEverything: false,
  },
  narrow: () => {},
});

describe.each(testDatabases.eachSupportedId())(
  'an issue of a private incident, on %p',
  (databaseId: TestDatabaseId) => {
    it.each<[string, string[], boolean]>([
      ['its parent', ['parent-1'], true],
      ['an item of any kind', ['related'], true],
      ['a former item', ['former-item'], true],
      ['a parent that is now the one of another', ['parent-2'], true],
      ['a sub-issue just read', ['new', 'parent-1'], true],
      ['of a former parent', ['new', 'parent-2'], true],
      ['of a former item', ['new', 'former-item'], false],
      ['an item of a public one', ['open'], false],
      ['an unknown one', ['new', 'unknown'], false],
    ])('does not exist for a stranger: %s', async (_, lineage, isHidden) => {
      const { knex } = await openTestDatabase(databaseId);
      await seedIncident(knex, {
        number: 1,
        visibility: 'private',
        lead: 'user:default/lead',
        items: [{ issueId: 'related', source: 'related' }],
      });
      await seedIncident(knex, { number: 2, items: [{ issueId: 'open' }] });
      await knex('former_issues').insert([
        { incident_number: 1, issue_id: 'former-item', was: 'item' },
        { incident_number: 1, issue_id: 'parent-2', was: 'parent' },
      ]);
      const hiddenFrom = (name: string) =>
        isHiddenIssue(knex, scopeOf(name), lineage);
      expect(await hiddenFrom('stranger')).toBe(isHidden);
      expect(await hiddenFrom('lead')).toBe(false);
    });
  },
);
