import { mockCredentials } from '@backstage/backend-test-utils';
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

/** Input is checked before it reaches a database, so one database is enough. */
describe('the HTTP API', () => {
  const [[databaseId]] = testDatabases.eachSupportedId();
  let bench: LinearBench;

  beforeAll(async () => {
    bench = await startWithLinear(databaseId);
    await bench.declare();
  });
  afterAll(() => bench?.close());

  const declare = (body: string | object) =>
    request(bench.server)
      .post('/api/incidents/incidents')
      .set('authorization', as('ada.olsen'))
      .set('content-type', 'application/json')
      .send(body);

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
  ])(
    'refuses an unknown query parameter: %s %s',
    async (method, path, body) => {
      const { status, body: answer } = await bench.call(
        method,
        `${path}?surprise=1`,
        body,
      );
      expect([status, answer.error?.message]).toEqual([
        400,
        'surprise: unknown field',
      ]);
    },
  );

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
  ])('refuses an unknown field: %s %s', async (method, path, body) => {
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
    '/incidents?severity=sev9',
    '/incidents?orderBy=title',
    '/incidents?overdue=maybe',
    '/incidents?team=',
    '/statistics?limit=1',
    '/statistics?team=a%20b',
    '/facets?label=x',
    '/action-items?label=x',
    '/action-items?assignee=component:default/checkout',
    '/action-items?assignee=ada',
    '/action-items?status=open',
    '/action-items?cursor=nonsense',
    '/incidents/INC-0',
    '/incidents/nope',
    '/incidents/%00',
  ])('refuses %s', async path => {
    const { status, body } = await bench.call('get', path);
    expect([status, body.error?.name]).toEqual([400, 'InputError']);
  });

  it.each<[Method, string, object]>([
    ['patch', '/incidents/INC-1', { expectedVersion: HUGE }],
    ['patch', '/incidents/INC-1', { title: 'without a version' }],
    [
      'patch',
      '/incidents/INC-1',
      { expectedVersion: 1, mitigatedAt: '2001-01-01T00:00:00Z' },
    ],
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
  ])('refuses %s %s %p', async (method, path, body) => {
    expect((await bench.call(method, path, body)).status).toBe(400);
  });

  it.each<[string, string | object, RegExp]>([
    ['an unknown severity', { title: 'x', severity: 'sev9' }, /severity: /],
    ['no severity', { title: 'x' }, /severity: /],
    ['an empty title', { title: ' ', severity: 'sev1' }, /title: .*empty/],
    ['no title', { severity: 'sev1' }, /title: is required/],
    [
      'a title of 300 characters',
      { title: 'x'.repeat(300), severity: 'sev1' },
      /title: .*200/,
    ],
    [
      'a control character',
      { title: 'a\u0007b', severity: 'sev1' },
      /title: .*control/,
    ],
    [
      'a lead that does not exist',
      { title: 'x', severity: 'sev1', lead: 'user:default/nobody' },
      /lead: user:default\/nobody does not exist/,
    ],
    [
      'a lead that is no user',
      { title: 'x', severity: 'sev1', lead: 'component:default/checkout' },
      /lead: must be/,
    ],
    [
      'a participant that is neither user nor group',
      { title: 'x', severity: 'sev1', participants: ['component:default/sre'] },
      /participants\[0\]: must be/,
    ],
    [
      'a short entity ref',
      { title: 'x', severity: 'sev1', affects: ['checkout'] },
      /affects\[0\]: /,
    ],
    [
      'an unknown field',
      { title: 'x', severity: 'sev1', colour: 'red' },
      /colour: unknown field/,
    ],
    [
      'a script as a link',
      {
        title: 'x',
        severity: 'sev1',
        links: [{ title: 'x', url: 'data:text/html,hello' }],
      },
      /links\[0\]\.url: /,
    ],
    [
      'a start that is no instant',
      {
        title: 'x',
        severity: 'sev1',
        startedAt: 'yesterday',
      },
      /startedAt: /,
    ],
    ['broken JSON', '{"title": "secret', /not valid JSON/],
    ['a list', [], /expected object/],
  ])('refuses %s and stores nothing', async (_, body, message) => {
    const count = async () =>
      (await bench.call('get', '/incidents')).body.totalItems;
    const before = await count();
    const response = await declare(body);
    expect(response.status).toBe(400);
    expect(response.body.error.name).toBe('InputError');
    expect(response.body.error.message).toMatch(message);
    expect(JSON.stringify(response.body)).not.toContain('secret');
    expect(await count()).toBe(before);
  });

  it('refuses a body that is too large', async () => {
    const response = await declare({
      title: 'x',
      severity: 'sev1',
      summary: 'x'.repeat(300_000),
    });
    expect(response.status).toBe(413);
    expect(response.body.error.name).toBe('PayloadTooLargeError');
  });

  it.each(['/incidents', '/statistics', '/facets', '/action-items'])(
    'refuses requests without credentials at %s',
    async path => {
      const { status } = await bench.call('get', path, undefined, {
        by: mockCredentials.none.header(),
      });
      expect(status).toBe(401);
    },
  );
});
