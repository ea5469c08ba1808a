import { randomUUID } from 'node:crypto';
import { incidentRow } from '../__testUtils__/rows';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createJobQueue } from '../jobs';
import { IncidentsDatabase } from './IncidentsDatabase';
import { expectApplied, updateVersioned } from './updateVersioned';

jest.setTimeout(60_000);

describe('updateVersioned', () => {
  describe.each(testDatabases.eachSupportedId())('on %p', databaseId => {
    async function withParent() {
      const database = await openTestDatabase(databaseId);
      const { knex } = database;
      await knex('incidents').insert(incidentRow(1));
      return database;
    }
    const write = (
      database: IncidentsDatabase,
      options: Partial<
        Parameters<
          typeof updateVersioned<{ version: number; title?: string }>
        >[0]
      >,
    ) =>
      updateVersioned<{ version: number; title?: string }>({
        knex: database.knex,
        table: 'incidents',
        where: { number: 1 },
        expectedVersion: 1,
        writer: 'test',
        update: { title: 'Ours' },
        ...options,
      });

    it('writes and increments the version when there is no conflict', async () => {
      const database = await withParent();
      await expect(write(database, {})).resolves.toMatchObject({
        outcome: 'applied',
        row: { version: 2, title: 'Ours' },
      });
    });

    it('never overwrites a newer version without a handler, and reports which writers conflict', async () => {
      const database = await withParent();
      await write(database, { update: { title: 'Theirs' } });
      const conflicts: unknown[] = [];
      const result = await write(database, {
        onConflictTelemetry: conflict => conflicts.push(conflict),
      });
      expect(result).toMatchObject({
        outcome: 'conflict',
        current: { version: 2, title: 'Theirs' },
      });
      expect(conflicts).toEqual([
        {
          writer: 'test',
          table: 'incidents',
          expected: 1,
          actual: 2,
          resolution: 'conflict',
        },
      ]);
      expect(() => expectApplied(result, 'test')).toThrow(
        /another writer changed the row first/,
      );
      expect(await database.knex('incidents').first()).toMatchObject({
        title: 'Theirs',
        version: 2,
      });
    });

    it('recomputes the update from the newer row', async () => {
      const database = await withParent();
      await write(database, { update: { title: 'Theirs' } });
      await expect(
        write(database, {
          onConflict: current => ({ title: `${current.title} and ours` }),
        }),
      ).resolves.toMatchObject({
        outcome: 'recomputed',
        row: { version: 3, title: 'Theirs and ours' },
      });
    });

    it('skips when the handler finds nothing left to do', async () => {
      const database = await withParent();
      await write(database, { update: { title: 'Ours' } });
      await expect(
        write(database, { onConflict: () => undefined }),
      ).resolves.toMatchObject({ outcome: 'skipped', row: { version: 2 } });
    });

    it('reports a row that is gone as a conflict', async () => {
      const database = await withParent();
      await database.knex('incidents').delete();
      await expect(write(database, {})).resolves.toEqual({
        outcome: 'conflict',
        current: undefined,
      });
    });

    it('writes nothing once the claim is lost', async () => {
      const database = await withParent();
      const queue = createJobQueue({ database, newId: randomUUID });
      await queue.enqueue(database.knex, { kind: 'refresh', key: '1' });
      const [job] = await queue.claim({
        kinds: ['refresh'],
        limit: 1,
        forMs: 60_000,
      });
      const claim = { ...job.claim, now: database.nowPlus(0) };
      await expect(write(database, { claim })).resolves.toMatchObject({
        outcome: 'applied',
      });
      await queue.release([job]);
      await expect(
        write(database, { claim, expectedVersion: 2 }),
      ).resolves.toEqual({ outcome: 'claimLost' });
    });
  });
});
