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
  findActionItemsSchema,
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
import { z } from 'zod';

/** One operation of the HTTP API. */
export interface ApiOperation {
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

/** Every operation of the HTTP API, with the schemas that validate it. */
export const apiOperations: readonly ApiOperation[] = [
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
    summary: 'Count incidents and action items that the requester may see',
    query: statisticsQuerySchema,
    answers: { 200: statisticsSchema },
  },
  {
    method: 'get',
    path: '/facets',
    summary: 'Labels and teams of the incidents that the requester may see',
    answers: { 200: facetsSchema },
  },
  {
    method: 'get',
    path: '/action-items',
    summary: 'List action items of all incidents that the requester may see',
    query: findActionItemsSchema,
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
