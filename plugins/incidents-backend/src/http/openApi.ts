import { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { ApiOperation, apiOperations } from './apiOperations';

const errorSchema = z.object({
  error: z.looseObject({
    name: z.string(),
    message: z.string(),
    currentVersion: z.int().optional(),
    outcome: z.literal('aborted').optional(),
    actual: z.string().optional(),
    retryAfterSeconds: z.number().optional(),
  }),
});

const ERROR_DESCRIPTIONS: Record<number, string> = {
  400: 'The request is malformed, or names something unknown',
  401: 'Credentials are missing or invalid',
  403: 'The permission policy denies it',
  404: 'It does not exist, or the requester may not see it',
  409: 'It is not in the state that the request expects',
  413: 'The body is too large',
  503: 'Linear, or the catalog for the members of groups, cannot be reached; safe to repeat after Retry-After seconds',
};

/** OpenAPI 3.1 description of the HTTP API, from the schemas that validate it. */
export function openApi(version: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const operation of apiOperations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [operation.method]: describeOperation(operation),
    };
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

function describeOperation(operation: ApiOperation): JsonObject {
  const { body, answers, errors = [], unauthenticated } = operation;
  const statuses = [400, 401, ...(unauthenticated ? [] : [403]), ...errors];
  const responses: Record<string, JsonObject> = {};
  for (const [status, schema] of Object.entries(answers)) {
    responses[status] = {
      description: 'Done',
      ...(schema && { content: asJson(toJson(schema, 'output')) }),
    };
  }
  for (const status of statuses) {
    responses[status] = {
      description: ERROR_DESCRIPTIONS[status],
      ...(status === 503 && {
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
  return {
    summary: operation.summary,
    ...(unauthenticated && { security: [] }),
    parameters: parametersOf(operation),
    ...(body && {
      requestBody: { content: asJson(toJson(body, 'input')) },
    }),
    responses,
  };
}

function parametersOf({
  path,
  query,
  headers = {},
}: ApiOperation): JsonObject[] {
  return [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      required: false,
      schema: toJson(z.object({ value: schema }), 'output', 'value'),
    })),
    ...Object.entries(headers).map(([name, description]) => ({
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

/** @param property - only this property of the schema */
function toJson(
  schema: z.ZodType,
  io: 'input' | 'output',
  property?: string,
): JsonObject {
  const { $schema: _, ...described } = JSON.parse(
    JSON.stringify(
      z.toJSONSchema(schema, {
        io,
        unrepresentable: 'any',
        override: ({ zodSchema, jsonSchema }) => {
          // Instants and flags are transformed; their type is not lost on readers.
          if (
            zodSchema._zod.def.type === 'transform' &&
            Object.keys(jsonSchema).length === 0
          ) {
            jsonSchema.type = 'string';
          }
        },
      }),
    ),
  );
  return property === undefined ? described : described.properties[property];
}
