import { Incident } from '@backstage-incidents/incidents-common';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'the team filter on %p',
  databaseId => {
    let bench: LinearBench;
    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        linear: {
          linkableTeams: ['INC'],
          routing: { default: { team: 'PAY' } },
        },
      });
    });
    afterAll(() => bench.close());

    const refsOf = async (team: string): Promise<string[]> => {
      const response = await bench.call('get', `/incidents?team=${team}`);
      expect(response.status).toBe(200);
      return response.body.items.map(({ ref }: Incident) => ref);
    };

    it('finds an incident by the team that has its parent issue now', async () => {
      const { ref, parentIssue } = await bench.declare();
      expect(await refsOf('PAY')).toEqual([ref]);

      bench.simulator.store.moveToTeam(parentIssue.identifier ?? '', 'ENG');
      await bench.sync(ref);
      expect(await refsOf('PAY')).toEqual([]);
      expect(await refsOf('eng')).toEqual([ref]);
    });

    it('follows a parent issue that was linked in place of another, and forgets one that was unlinked', async () => {
      const { ref } = await bench.declare();
      const issue = bench.simulator.store.createIssue({
        title: 'Existing',
        team: 'INC',
      });
      const put = await bench.call('put', `/incidents/${ref}/parent-issue`, {
        issue: issue.identifier,
        replace: true,
      });
      expect(put.status).toBe(200);
      expect(await refsOf('PAY')).not.toContain(ref);
      expect(await refsOf('INC')).toEqual([ref]);

      await bench.call('delete', `/incidents/${ref}/parent-issue`);
      expect(await refsOf('INC')).toEqual([]);
    });
  },
);
