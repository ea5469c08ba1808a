import { mockServices } from '@backstage/backend-test-utils';
import { Router } from 'express';
import { startIncidentsBackend } from '../__testUtils__/startIncidentsBackend';
import { testDatabases } from '../__testUtils__/testDatabases';
import { openApi } from './openApi';

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

describe('the OpenAPI description', () => {
  it('has every mounted route and no other', async () => {
    const [[databaseId]] = testDatabases.eachSupportedId();
    const httpRouter = mockServices.httpRouter.mock();
    await startIncidentsBackend({
      knex: await testDatabases.init(databaseId),
      features: [httpRouter.factory],
    });
    const routes =
      httpRouter.use.mock.calls
        .map(([router]) => mounted(Object(router)))
        .find(found => found.includes('GET /incidents/{ref}')) ?? [];
    expect(described(openApi('1.0.0')).sort()).toEqual(routes.sort());
  });

  it('says what the requests hold, from the schemas that validate them', () => {
    const document = JSON.parse(JSON.stringify(openApi('1.0.0')));
    expect(document.openapi).toBe('3.1.0');
    const post = document.paths['/incidents'].post;
    const body = post.requestBody.content['application/json'].schema;
    expect(body.required).toEqual(['severity']);
    expect(body.additionalProperties).toBe(false);
    expect(body.properties.title).toMatchObject({
      type: 'string',
      maxLength: 200,
    });
    const { parameters } = document.paths['/incidents'].get;
    expect(
      parameters.find(({ name }: { name: string }) => name === 'severity'),
    ).toMatchObject({
      in: 'query',
      schema: { type: 'array', items: { enum: expect.any(Array) } },
    });
    expect(document.paths['/linear/webhook'].post.security).toEqual([]);
  });
});
