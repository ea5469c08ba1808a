import { TestDatabaseId } from '@backstage/backend-test-utils';
import request from 'supertest';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

type Method = Parameters<LinearBench['call']>[0];

const INSTANT = '2026-01-01T00:00:00.000Z';
/** Fits a number of JavaScript, but no integer of PostgreSQL. */
const HUGE = Number.MAX_SAFE_INTEGER;

/** What a client could make up after it has looked into a cursor. */
function madeUp(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

describe.each(testDatabases.eachSupportedId())(
  'input that is wrong on %p',
  (databaseId: TestDatabaseId) => {
    let bench: LinearBench;

    beforeAll(async () => {
      bench = await startWithLinear(databaseId);
      await bench.declare();
    });
    afterAll(() => bench?.close());

    it.each<[Method, string, object | undefined]>([
      ['post', '/incidents', { title: 'Slow', severity: 'sev5' }],
      ['get', '/incidents/INC-1', undefined],
      ['patch', '/incidents/INC-1', { expectedVersion: 1 }],
      ['get', '/incidents', undefined],
      ['get', '/statistics', undefined],
      ['get', '/facets', undefined],
      ['get', '/action-items', undefined],
      ['get', '/incidents/INC-1/action-items', undefined],
      ['post', '/incidents/INC-1/action-items', { title: 'Add an alert' }],
      ['patch', '/incidents/INC-1/action-items/INC-9', { priority: 'low' }],
      ['post', '/incidents/INC-1/action-items/INC-9/transition', { to: 'A' }],
      ['post', '/incidents/INC-1/sync', {}],
      ['put', '/incidents/INC-1/parent-issue', {}],
      ['delete', '/incidents/INC-1/parent-issue', undefined],
      ['post', '/routing/preview', { severity: 'sev5' }],
      ['get', '/linear/status', undefined],
      ['post', '/linear/sync', {}],
      ['post', '/linear/work/1/retry', {}],
      ['get', '/openapi.json', undefined],
    ])('is an unknown query parameter: %s %s', async (method, path, body) => {
      const { status, body: answer } = await bench.call(
        method,
        `${path}?surprise=1`,
        body,
      );
      expect([status, answer.error?.message]).toEqual([
        400,
        'surprise: unknown field',
      ]);
    });

    it.each<[Method, string, object]>([
      ['post', '/incidents', { title: 'Slow', severity: 'sev5' }],
      ['patch', '/incidents/INC-1', { expectedVersion: 1 }],
      ['post', '/incidents/INC-1/action-items', { title: 'Add an alert' }],
      ['patch', '/incidents/INC-1/action-items/INC-9', { priority: 'low' }],
      ['post', '/incidents/INC-1/action-items/INC-9/transition', { to: 'A' }],
      ['post', '/incidents/INC-1/sync', {}],
      ['put', '/incidents/INC-1/parent-issue', {}],
      ['delete', '/incidents/INC-1/parent-issue', {}],
      ['post', '/routing/preview', { severity: 'sev5' }],
      ['post', '/linear/sync', {}],
      ['post', '/linear/work/1/retry', {}],
    ])('is an unknown field: %s %s', async (method, path, body) => {
      const { status, body: answer } = await bench.call(method, path, {
        ...body,
        surprise: 1,
      });
      expect([status, answer.error?.message]).toEqual([
        400,
        'surprise: unknown field',
      ]);
    });

    it.each([
      '/incidents?limit=0',
      '/incidents?limit=201',
      '/incidents?q=%00',
      '/incidents?q=a&q=b',
      '/incidents?cursor=abc',
      `/incidents?cursor=${madeUp(['-updatedAt', INSTANT, 1])}`,
      `/incidents?cursor=${madeUp(['-createdAt', INSTANT, HUGE])}`,
      `/incidents?orderBy=status&cursor=${madeUp(['status', 'active', 1])}`,
      `/incidents?orderBy=status&cursor=${madeUp(['status', 1.5, 1])}`,
      `/incidents?orderBy=severity&cursor=${madeUp(['severity', '\0', 1])}`,
      '/statistics?weeks=0',
      '/statistics?weeks=53',
      '/action-items?limit=0',
      '/action-items?limit=201',
      `/action-items?cursor=${madeUp(['-createdAt', INSTANT, 1])}`,
      `/action-items?cursor=${madeUp({ issueId: 'a', incident: HUGE })}`,
      `/action-items?cursor=${madeUp({ issueId: '\0', incident: 1 })}`,
      '/incidents/INC-0',
      '/incidents/nope',
      '/incidents/%00',
    ])('is out of what is allowed: %s', async path => {
      expect((await bench.call('get', path)).status).toBe(400);
    });

    it.each<[Method, string, object]>([
      ['patch', '/incidents/INC-1', { expectedVersion: HUGE }],
      ['post', '/linear/work/%00/retry', {}],
      [
        'post',
        '/incidents',
        {
          title: 'Slow',
          severity: 'sev5',
          startedAt: '9999-12-31T23:59:59-14:00',
        },
      ],
    ])('is out of what is allowed: %s %s %p', async (method, path, body) => {
      expect((await bench.call(method, path, body)).status).toBe(400);
    });

    it('is a body that is no JSON, which is not echoed', async () => {
      const { status, body } = await request(bench.server)
        .post('/api/incidents/incidents')
        .set('authorization', as('ada.olsen'))
        .set('content-type', 'application/json')
        .send('{"title": "Salaries are public');
      expect(status).toBe(400);
      expect(JSON.stringify(body)).not.toContain('Salaries');
    });
  },
);
