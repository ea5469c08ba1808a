import {
  incidentActionItemPageSchema,
  incidentPageSchema,
  actionItemsSchema,
  timelineSchema,
} from '@backstage-incidents/incidents-common';
import fc from 'fast-check';
import request from 'supertest';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(1_800_000);

/** Requests for each database; `yarn fuzz` sends 20,000 in all. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1000) / 2;
const AT_ONCE = 4;
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

/** Longer than a forced sync may take. */
const HANG_MS = 45_000;

interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  format?: string;
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: JsonSchema;
}

interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  parameters: Parameter[];
  body?: JsonSchema;
}

interface Sent {
  operation: Operation;
  path: Record<string, string>;
  query: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** Texts that have broken databases, parsers and templates. */
const nasty = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b',
  '🔥'.repeat(60),
  "'; DROP TABLE incidents; --",
  '%',
  '_',
  '../../etc/passwd',
  '{{constructor}}',
  '__proto__',
  '<script>alert(1)</script>',
  'a'.repeat(10_001),
  '1e999',
  '-0',
  '9007199254740993',
  '0000-00-00',
  '2026-02-30T25:61:00Z',
  '275760-09-13T00:00:00.001Z',
);

const anything = fc.oneof(
  nasty,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

/** What the test's catalog and Linear know, by the name of the field, so that requests get past validation. */
const known: Record<string, string[]> = {
  ref: ['INC-1', 'inc-2', 'INC-3'],
  identifier: ['INC-1', 'INC-4', 'PAY-1'],
  issue: ['INC-4', 'PAY-1', 'https://linear.app/demo/issue/PAY-2/title'],
  title: ['It burns', 'Ein längerer Titel 🔥'],
  lead: ['user:default/ada.olsen', 'user:default/sam.weber'],
  assignee: ['user:default/priya.nair'],
  participants: ['user:default/sam.weber'],
  affects: ['component:default/checkout'],
  team: ['INC', 'PAY'],
  to: ['Todo', 'Done'],
  dueDate: ['2026-05-01'],
  startedAt: ['2026-05-01T10:00:00Z'],
  mitigatedAt: ['2026-05-02T10:00:00Z'],
  at: ['2026-05-01T10:00:00Z'],
  url: ['https://example.com/a'],
};

function textOf(name: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...(known[name] ?? ['a b'])) },
    { weight: 1, arbitrary: anything },
  );
}

/** Values that a schema allows, roughly; it is not meant to be exact. */
function valid(schema: JsonSchema, name = ''): fc.Arbitrary<unknown> {
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map(option => valid(option, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const types = [schema.type ?? 'string'].flat();
  return fc.oneof(...types.map(type => ofType(type, schema, name)));
}

function ofType(
  type: string,
  schema: JsonSchema,
  name: string,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1, max: 5 }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(-1, 2 ** 31, 2 ** 53, 1e308, 0.5),
        },
      );
    case 'array':
      return fc.array(valid(schema.items ?? {}, name), { maxLength: 2 });
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      return fc.record(
        Object.fromEntries(
          properties.map(([key, property]) => [key, sometimes(property, key)]),
        ),
        { requiredKeys: schema.required ?? [] },
      );
    }
    default:
      return textOf(name);
  }
}

/** Mostly what the schema allows, now and then anything. */
function sometimes(schema: JsonSchema, name: string): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 30, arbitrary: valid(schema, name) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  );
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}

function requestOf(operation: Operation): fc.Arbitrary<Sent> {
  const of = (where: Parameter['in']) =>
    operation.parameters.filter(parameter => parameter.in === where);
  const record = (parameters: Parameter[], requiredKeys?: string[]) =>
    fc.record(
      Object.fromEntries(
        parameters.map(({ name, schema }) => [name, sometimes(schema, name)]),
      ),
      { requiredKeys: requiredKeys ?? [] },
    );
  const path = of('path');
  return fc.record({
    operation: fc.constant(operation),
    path: fc
      .record(
        Object.fromEntries(
          path.map(({ name, schema }) => [name, sometimes(schema, name)]),
        ),
      )
      .map(values =>
        Object.fromEntries(
          Object.entries(values).map(([name, value]) => [
            name,
            encode(asText(value)) || '-',
          ]),
        ),
      ),
    query: record(of('query')).map(values =>
      Object.entries(values)
        .flatMap(([name, value]) =>
          [value].flat().map(one => `${name}=${encode(asText(one))}`),
        )
        .join('&'),
    ),
    headers: record(of('header')).map(values =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          // Node sends no other characters in a header.
          asText(value).replace(/[^\x20-\x7e]/g, '?'),
        ]),
      ),
    ),
    body: operation.body
      ? fc.oneof(
          {
            weight: 20,
            arbitrary: valid(operation.body).map(value =>
              JSON.stringify(value),
            ),
          },
          { weight: 1, arbitrary: fc.json() },
          { weight: 1, arbitrary: fc.string() },
        )
      : fc.constant(undefined),
  });
}

/** Half of a surrogate pair has no encoding. */
function encode(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '?'));
}

const people = [as('ada.olsen'), as('sam.weber'), as('priya.nair')];

describe.each(testDatabases.eachSupportedId())(
  'any request, on %s',
  databaseId => {
    let bench: LinearBench;

    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        incidents: { declarePerMinute: 1_000_000 },
      });
      for (const visibility of ['public', 'private', 'public']) {
        await bench.declare({ visibility });
      }
    });
    afterAll(() => bench.close());

    async function operations(): Promise<Operation[]> {
      const { body } = await bench.call('get', '/openapi.json');
      return Object.entries<object>(body.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(
          ([method, { parameters, requestBody }]) => ({
            method: method as Operation['method'],
            path,
            parameters,
            body: requestBody?.content['application/json'].schema,
          }),
        ),
      );
    }

    async function send(
      { operation, path, query, headers, body }: Sent,
      by: string,
    ) {
      const address = operation.path.replace(
        /\{(\w+)\}/g,
        (_, name) => path[name],
      );
      const pending = request(bench.server)
        [operation.method](`/api/incidents${address}?${query}`)
        .set({ ...headers, authorization: by })
        .timeout(HANG_MS);
      return body === undefined
        ? pending
        : pending.set('content-type', 'application/json').send(body);
    }

    it(`gets a response of the contract, without a stack, and leaves no row that cannot be read (seed ${SEED})`, async () => {
      const every = await operations();
      const arbitrary = fc.record({
        sent: fc.oneof(...every.map(requestOf)),
        by: fc.constantFrom(...people),
      });
      const requests = fc.sample(arbitrary, { numRuns: REQUESTS, seed: SEED });
      const statuses = new Map<number, number>();
      const faults = new Array<unknown>();
      const worker = async () => {
        for (let next = requests.pop(); next; next = requests.pop()) {
          const { status, text: answered } = await send(next.sent, next.by);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          const isStack = /\n\s+at |node_modules/.test(answered);
          if ((status >= 500 && status !== 503) || isStack) {
            const { operation, ...given } = next.sent;
            faults.push({
              request: `${operation.method} ${operation.path}`,
              given,
              status,
              answered: answered.slice(0, 500),
            });
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      expect(faults.slice(0, 3)).toEqual([]);
      // It has not only been refused.
      expect(statuses.get(201)).toBeGreaterThan(0);
      expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 10);

      let cursor = '';
      do {
        const { body } = await bench.call(
          'get',
          `/incidents?limit=200&orderBy=createdAt${cursor}`,
        );
        const page = incidentPageSchema.parse(body);
        for (const { ref } of page.items) {
          const items = await bench.call(
            'get',
            `/incidents/${ref}/action-items`,
          );
          actionItemsSchema.parse(items.body);
          const timeline = await bench.call(
            'get',
            `/incidents/${ref}/timeline`,
          );
          timelineSchema.parse(timeline.body);
        }
        cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
      } while (cursor);
      const { body } = await bench.call('get', '/action-items?limit=200');
      incidentActionItemPageSchema.parse(body);
    });
  },
);
