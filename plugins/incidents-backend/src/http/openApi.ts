import {
  actionItemSchema,
  actionItemsSchema,
  createActionItemSchema,
  createIncidentSchema,
  facetsSchema,
  incidentActionItemPageSchema,
  incidentPageSchema,
  incidentSchema,
  linearStatusSchema,
  listActionItemsSchema,
  listIncidentsSchema,
  parentIssueSchema,
  putParentIssueSchema,
  redactedIncidentSchema,
  routingDecisionSchema,
  routingPreviewSchema,
  startSweepResultSchema,
  startSweepSchema,
  statisticsQuerySchema,
  statisticsSchema,
  syncResultSchema,
  transitionActionItemSchema,
  transitionResultSchema,
  updateActionItemSchema,
  updateIncidentSchema,
} from '@backstage-incidents/incidents-common';
import { JsonObject } from '@backstage/types';
import { z } from 'zod';

/** One operation of the HTTP API. */
interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As express has it: `/incidents/:ref`. */
  path: string;
  summary: string;
  query?: z.ZodObject;
  headers?: Record<string, string>;
  body?: z.ZodType;
  /** Success answers by status; `undefined`: no body. */
  answers: Record<number, z.ZodType | undefined>;
  /** Statuses of error answers beside 400, 401 and 403. */
  errors?: number[];
  unauthenticated?: boolean;
}

const idempotencyKey = {
  'Idempotency-Key':
    'Makes a repeat with the same body return what the first request made',
};

const operations: Operation[] = [
  {
    method: 'post',
    path: '/incidents',
    summary: 'Declare an incident',
    headers: {
      ...idempotencyKey,
      Prefer: 'wait=N: answer once the parent issue is linked, at most 20 s',
    },
    body: createIncidentSchema,
    answers: { 201: incidentSchema, 200: incidentSchema },
    errors: [409, 413],
  },
  {
    method: 'get',
    path: '/incidents',
    summary: 'List incidents',
    query: listIncidentsSchema,
    answers: { 200: incidentPageSchema },
  },
  {
    method: 'get',
    path: '/incidents/:ref',
    summary: 'Read an incident',
    answers: { 200: z.union([incidentSchema, redactedIncidentSchema]) },
    errors: [404],
  },
  {
    method: 'patch',
    path: '/incidents/:ref',
    summary: 'Edit an incident',
    body: updateIncidentSchema,
    answers: { 200: incidentSchema },
    errors: [404, 409, 413],
  },
  {
    method: 'get',
    path: '/statistics',
    summary: 'Count incidents and action items that the caller may see',
    query: statisticsQuerySchema,
    answers: { 200: statisticsSchema },
  },
  {
    method: 'get',
    path: '/facets',
    summary: 'Labels and teams of the incidents that the caller may see',
    answers: { 200: facetsSchema },
  },
  {
    method: 'get',
    path: '/action-items',
    summary: 'List action items of all incidents that the caller may see',
    query: listActionItemsSchema,
    answers: { 200: incidentActionItemPageSchema },
    errors: [503],
  },
  {
    method: 'get',
    path: '/incidents/:ref/action-items',
    summary: 'List action items; never waits for Linear',
    answers: { 200: actionItemsSchema },
    errors: [404],
  },
  {
    method: 'post',
    path: '/incidents/:ref/action-items',
    summary: 'Create a sub-issue of the parent issue',
    headers: idempotencyKey,
    body: createActionItemSchema,
    answers: { 201: actionItemSchema, 200: actionItemSchema },
    errors: [404, 409, 413, 503],
  },
  {
    method: 'patch',
    path: '/incidents/:ref/action-items/:identifier',
    summary: 'Edit an action item',
    body: updateActionItemSchema,
    answers: { 200: actionItemSchema },
    errors: [404, 409, 503],
  },
  {
    method: 'post',
    path: '/incidents/:ref/action-items/:identifier/transition',
    summary: 'Move an action item to a state of its own team',
    body: transitionActionItemSchema,
    answers: { 200: transitionResultSchema },
    errors: [404, 409, 503],
  },
  {
    method: 'post',
    path: '/incidents/:ref/sync',
    summary: 'Read the action items from Linear now',
    body: z.strictObject({}),
    answers: { 200: syncResultSchema },
    errors: [404, 409, 503],
  },
  {
    method: 'put',
    path: '/incidents/:ref/parent-issue',
    summary: 'Link an existing issue, or have one created',
    body: putParentIssueSchema,
    answers: { 200: parentIssueSchema },
    errors: [404, 409, 503],
  },
  {
    method: 'delete',
    path: '/incidents/:ref/parent-issue',
    summary: 'Unlink the parent issue',
    answers: { 200: parentIssueSchema },
    errors: [404, 409, 503],
  },
  {
    method: 'post',
    path: '/routing/preview',
    summary: 'Where an incident would be routed, and why',
    body: routingPreviewSchema,
    answers: { 200: routingDecisionSchema },
    errors: [409],
  },
  {
    method: 'get',
    path: '/linear/status',
    summary: 'How the connection to Linear stands',
    answers: { 200: linearStatusSchema },
  },
  {
    method: 'post',
    path: '/linear/sync',
    summary: 'Start a full sweep',
    body: startSweepSchema,
    answers: { 202: startSweepResultSchema },
    errors: [409],
  },
  {
    method: 'post',
    path: '/linear/work/:id/retry',
    summary: 'Resume escalated work',
    body: z.strictObject({}),
    answers: { 204: undefined },
    errors: [404],
  },
  {
    method: 'post',
    path: '/linear/webhook',
    summary: "Linear's webhooks, authenticated by their signature",
    headers: {
      'Linear-Delivery': 'UUID of the delivery',
      'Linear-Signature': 'HMAC-SHA256 of the body, in hexadecimal',
    },
    body: z.looseObject({}),
    answers: { 200: z.object({}) },
    errors: [404, 413, 503],
    unauthenticated: true,
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    answers: { 200: z.looseObject({}) },
  },
];

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
  404: 'It does not exist, or the caller may not see it',
  409: 'It is not in the state that the request expects',
  413: 'The body is too large',
  503: 'Linear, or the catalog for the members of groups, cannot be reached; safe to repeat after Retry-After seconds',
};

/** OpenAPI 3.1 description of the HTTP API, from the schemas that validate it. */
export function openApi(version: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const operation of operations) {
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

function describeOperation(operation: Operation): JsonObject {
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

function parametersOf({ path, query, headers = {} }: Operation): JsonObject[] {
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
