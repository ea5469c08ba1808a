import { mockCredentials, TestDatabaseId } from '@backstage/backend-test-utils';
import { Server } from 'node:http';
import { Response } from 'supertest';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'limits on requests on %p',
  (databaseId: TestDatabaseId) => {
    let bench: LinearBench;
    let replica: Server;

    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        incidents: { declarePerMinute: 3, sync: { forcedPerMinute: 2 } },
      });
      replica = await bench.addReplica();
    });
    beforeEach(async () => {
      await bench.knex('request_limits').delete();
    });
    afterAll(() => bench.close());

    const expectRefused = (response: Response, perMinute: number) => {
      const { retryAfterSeconds } = response.body.error;
      expect([response.status, response.body.error]).toEqual([
        429,
        expect.objectContaining({
          name: 'TooManyRequestsError',
          code: 'tooManyRequests',
          params: { perMinute, retryAfterSeconds },
        }),
      ]);
      expect(retryAfterSeconds).toBeGreaterThan(0);
      expect(retryAfterSeconds).toBeLessThanOrEqual(60);
      expect(response.headers['retry-after']).toBe(`${retryAfterSeconds}`);
    };
    /** As when the minute is over. */
    const waitAMinute = () =>
      bench.knex('request_limits').update({ ends_at: new Date(0) });

    it('let one person force so many syncs, whichever replica they reach and however many incidents there are', async () => {
      const refs = [(await bench.declare()).ref, (await bench.declare()).ref];
      const sync = (index: number, by?: string) =>
        bench.call(
          'post',
          `/incidents/${refs[index]}/sync`,
          {},
          {
            by,
            server: index === 0 ? undefined : replica,
          },
        );
      expect((await sync(0)).status).toBe(200);
      expect((await sync(1)).status).toBe(200);
      expectRefused(await sync(0), 2);
      expectRefused(await sync(1), 2);
      expect((await sync(0, as('sam.weber'))).status).toBe(200);
      await waitAMinute();
      expect((await sync(0)).status).toBe(200);
    });

    it.each([
      ['person', as('sam.weber')],
      ['service', mockCredentials.service.header()],
    ])(
      'let one %s declare so many incidents, not counting repeats and what was refused',
      async (_, by) => {
        const declare = (key: string, body: object = {}) =>
          bench.call(
            'post',
            '/incidents',
            { title: 'Checkout fails', severity: 'sev3', ...body },
            { by, key },
          );
        const [{ latest }] = await bench
          .knex('incidents')
          .max({ latest: 'number' });
        for (const key of ['one', 'one', 'two', 'two', 'three']) {
          expect((await declare(key)).status).toBeLessThan(300);
        }
        expect(
          (await declare('lead', { lead: 'group:default/a' })).status,
        ).toBe(400);
        expectRefused(await declare('four'), 3);
        expect((await declare('three')).status).toBe(200);
        await waitAMinute();
        expect((await declare('four')).body.ref).toBe(`INC-${latest + 4}`);
      },
    );
  },
);
