import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

it.each(testDatabases.eachSupportedId())(
  'a parent issue whose job was lost is created all the same, %p',
  async databaseId => {
    const bench = await SyncBench.start(databaseId);
    const { parent } = await bench.insert(1);
    await bench.knex('parent_issues').update({ status: 'pending' });
    await bench.replica.scheduler.run('incidents-recovery');
    await bench.idle();
    expect(
      await bench.knex('parent_issues').where({ issue_id: parent }).first(),
    ).toMatchObject({ status: 'linked' });
    await bench.close();
  },
);
