import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

it.each(testDatabases.eachSupportedId())(
  'work that lost its row is found again and done, %p',
  async databaseId => {
    const bench = await SyncBench.start(databaseId);
    const { parent } = await bench.insert(1);
    await bench.knex('parent_issues').update({ status: 'pending' });
    await bench.insert(2);
    const item = bench.simulator.store.createIssue({
      team: 'INC',
      title: 'Marked',
      parent: (
        await bench.knex('parent_issues').where({ incident_number: 2 })
      )[0].issue_id,
    });
    await bench.knex('dirty_issues').insert({
      issue_id: item.id,
      ticket: 't',
      marked_at: new Date(),
    });
    await bench.replica.scheduler.run('incidents-recovery');
    await bench.idle();
    expect(await bench.knex('dirty_issues')).toEqual([]);
    expect(await bench.titles('INC-2')).toEqual(['Marked']);
    expect(
      await bench.knex('parent_issues').where({ issue_id: parent }).first(),
    ).toMatchObject({ status: 'linked' });
    await bench.close();
  },
);
