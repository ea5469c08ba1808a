import { mockServices } from '@backstage/backend-test-utils';
import express, { Router } from 'express';
import request from 'supertest';
import { startIncidentsBackend } from '../__testUtils__/startIncidentsBackend';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

/** What is mounted, as `GET /incidents/{ref}`. */
function mounted(router: Router): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route) {
      const path = String(route.path).replace(/:(\w+)/g, '{$1}');
      return Object.keys('methods' in route ? Object(route.methods) : {}).map(
        method => `${method.toUpperCase()} ${path}`,
      );
    }
    return 'stack' in handle ? mounted(Object(handle)) : [];
  });
}

function described(document: object): string[] {
  const paths: Record<string, object> = Object(
    'paths' in document ? document.paths : {},
  );
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  );
}

/** The document as it is served, and what is mounted. */
async function start() {
  const [[databaseId]] = testDatabases.eachSupportedId();
  const httpRouter = mockServices.httpRouter.mock();
  await startIncidentsBackend({
    knex: await testDatabases.init(databaseId),
    features: [httpRouter.factory],
  });
  const router: Router = httpRouter.use.mock.calls
    .map(([handler]) => Object(handler))
    .find(handler => mounted(handler).includes('GET /incidents/{ref}'));
  const { body } = await request(express().use(router)).get('/openapi.json');
  return { document: body, routes: mounted(router) };
}

describe('the OpenAPI document', () => {
  it('has every mounted route and no other', async () => {
    const { document, routes } = await start();
    expect(described(document).sort()).toEqual(routes.sort());
  });

  it('describes every operation, parameter and field of a request', async () => {
    const { document } = await start();
    const undescribed: string[] = [];
    const check = (where: string, part: { description?: string }) => {
      if (!part.description) undescribed.push(where);
    };
    for (const [path, operations] of Object.entries<object>(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const where = `${method} ${path}`;
        expect(operation.summary).toMatch(/^[A-Z]/);
        check(where, operation);
        for (const parameter of operation.parameters) {
          check(`${where} ${parameter.name}`, parameter);
        }
        const { properties = {} } =
          operation.requestBody?.content['application/json'].schema ?? {};
        for (const [name, property] of Object.entries<object>(properties)) {
          check(`${where} ${name}`, property);
        }
      }
    }
    expect(undescribed).toEqual([]);
  });

  it('says what the requests hold, from the schemas that validate them', async () => {
    const { document } = await start();
    expect(document.openapi).toBe('3.1.0');
    const { post, get } = document.paths['/incidents'];
    expect(post.description).toContain('`incidents.incident.create`');
    const body = post.requestBody.content['application/json'].schema;
    expect(body.required).toEqual(['severity']);
    expect(body.additionalProperties).toBe(false);
    expect(body.properties.title).toMatchObject({
      type: 'string',
      maxLength: 200,
    });
    const parameter = (wanted: string) =>
      get.parameters.find(({ name }: { name: string }) => name === wanted);
    expect(parameter('severity')).toMatchObject({
      in: 'query',
      schema: { type: 'array', items: { enum: expect.any(Array) } },
    });
    expect(parameter('overdue').schema).toEqual({ type: 'boolean' });
    expect(document.paths['/linear/webhook'].post.security).toEqual([]);
  });
});
