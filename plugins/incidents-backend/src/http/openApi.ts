import { JsonObject } from '@backstage/types';
import { reasonSchema } from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { auditEvent, isRead } from '../audit';
import { AnyRoute, respond, route } from './route';

const errorSchema = z.object({
  error: z.looseObject({
    name: z.string(),
    message: reasonSchema.shape.message,
    code: reasonSchema.shape.code
      .optional()
      .describe('Stable word for the cause, where there is one'),
    params: reasonSchema.shape.params.describe(
      'Ids and numbers that belong to `code`; `errorId` finds an unexpected error in the backend log',
    ),
    retryAfterSeconds: z
      .number()
      .optional()
      .describe('With 429 and 503: when to repeat the request'),
    currentVersion: z
      .int()
      .optional()
      .describe('With 409: the version to base the next edit on'),
    outcome: z
      .literal('aborted')
      .optional()
      .describe('With 409: the transition was not made'),
    actual: z
      .string()
      .optional()
      .describe('With `aborted`: name of the state that the issue is in'),
  }),
});

const ERROR_DESCRIPTIONS: Record<number, string> = {
  400: 'The request is malformed or names something unknown; the message names the field',
  401: 'Credentials are missing or invalid',
  403: 'The permission policy denies it',
  404: 'Not found, or not accessible to the requester',
  409: 'Not in the state that the request expects',
  413: 'The body is too large',
  500: 'Unexpected error; `error.params.errorId` finds it in the backend log',
  429: 'Too many of these requests within a minute; repeat the request after `Retry-After` seconds',
  503: "Linear, or another service that the request needs, isn't responding; repeat the request after `Retry-After` seconds",
};

/** OpenAPI 3.1 document of the HTTP API, from the routes themselves. */
function openApi(routes: readonly AnyRoute[], version: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const each of routes) {
    const path = each.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [each.method]: describeRoute(each) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Incidents', version },
    servers: [{ url: '/api/incidents' }],
    paths,
    components: {
      securitySchemes: { backstage: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: toJson(errorSchema, 'output') },
    },
    security: [{ backstage: [] }],
  };
}

/** `routes` and `/openapi.json`, which describes itself too. */
export function withOpenApi(
  routes: readonly AnyRoute[],
  version: string,
): AnyRoute[] {
  let document: JsonObject = {};
  const all = [
    ...routes,
    route({
      method: 'get',
      path: '/openapi.json',
      summary: 'Read this document',
      description: 'OpenAPI 3.1, made from the schemas that validate requests.',
      responses: { 200: z.looseObject({}) },
      handler: async () => respond(200, document),
    }),
  ];
  document = openApi(all, version);
  return all;
}

function describeRoute(each: AnyRoute): JsonObject {
  const isRaw = each.kind === 'raw';
  const permission = isRaw ? undefined : each.permission?.name;
  const hasBody = each.method !== 'get';
  const responses: Record<string, JsonObject> = {};
  for (const [status, schema] of Object.entries(each.responses)) {
    responses[status] = {
      description: 'Success',
      ...(schema && {
        content: {
          [each.contentType ?? 'application/json']: {
            schema: toJson(schema, 'output'),
          },
        },
      }),
    };
  }
  const errors = [
    400,
    401,
    ...(isRaw ? [] : [403]),
    ...(hasBody ? [413] : []),
    500,
    ...(each.errors ?? []),
  ];
  for (const status of errors) {
    responses[status] = {
      description: ERROR_DESCRIPTIONS[status],
      ...([429, 503].includes(status) && {
        headers: {
          'Retry-After': {
            description: 'Seconds',
            schema: { type: 'integer' },
          },
        },
      }),
      content: asJson({ $ref: '#/components/schemas/Error' }),
    };
  }
  const body = isRaw ? z.looseObject({}) : each.body;
  return {
    summary: each.summary,
    description: [
      each.description,
      permission && `Requires the permission \`${permission}\`.`,
    ]
      .filter(Boolean)
      .join(' '),
    ...(isRaw
      ? { security: [] }
      : {
          // When the auditor gets it, and as which event.
          'x-audit': {
            ...auditEvent(each),
            recorded: isRead(each) ? 'denied' : 'always',
          },
          'x-permission': permission ?? null,
        }),
    parameters: parametersOf(each),
    ...(body && {
      requestBody: { content: asJson(toJson(body, 'input')) },
    }),
    responses,
  };
}

function parametersOf(each: AnyRoute): JsonObject[] {
  const described = (place: 'path' | 'query', schema: z.ZodObject) =>
    Object.entries(schema.shape).map(([name, parameter]) => {
      const { description, ...json } = toJson(parameter, 'input');
      return {
        name,
        in: place,
        required: place === 'path',
        ...(description !== undefined && { description }),
        schema: json,
      };
    });
  const headers = Object.entries(each.headers ?? {});
  return [
    ...(each.kind === 'json'
      ? [...described('path', each.params), ...described('query', each.query)]
      : []),
    ...headers.map(([name, description]) => ({
      name,
      in: 'header',
      required: false,
      description,
      schema: { type: 'string' },
    })),
  ];
}

function asJson(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}

function toJson(schema: z.core.$ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...described } = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io })),
  );
  return described;
}
