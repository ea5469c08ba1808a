import { LinearStatus, reason } from '@backstage-incidents/incidents-common';
import { fromNow } from '../../src/__testUtils__/fixtures';
import { Answer, errorAnswer, json } from '../../src/__testUtils__/handlers';
import {
  linearStatus,
  troubledStatus,
} from '../../src/__testUtils__/linearStatus';
import { GalleryState } from '../GalleryState';
import { failures, HOUR, MINUTE, never } from './common';

/** A routing preview with something to read. */
export const routingAnswer: Answer = {
  team: 'PAY',
  project: 'Reliability',
  labels: ['incident'],
  priority: 'urgent',
  rule: 'payments',
  reason: 'the severity is sev1, and component:default/checkout is affected',
  passedOver: [
    { rule: 'security', because: 'it wants visibility private' },
    { rule: 'search', because: 'nothing of system search is affected' },
  ],
};

function operationsState(
  name: string,
  status: Answer,
  more: Partial<GalleryState> = {},
): GalleryState {
  return {
    name,
    ...more,
    routes: {
      'get /linear/status': status,
      'post /routing/preview': routingAnswer,
      'post /linear/sync': () =>
        json(
          {
            sweep: { id: 'sweep-8', state: 'requested', startedAt: fromNow(0) },
          },
          202,
        ),
      'post /linear/work/:id/retry': () => new Response(null, { status: 204 }),
      ...more.routes,
    },
  };
}

function connection(
  state: LinearStatus['connection']['state'],
  more: Partial<LinearStatus['connection']>,
): LinearStatus {
  return linearStatus({
    connection: {
      state,
      since: fromNow(-12 * MINUTE),
      workspace: 'Acme',
      ...more,
    },
  });
}

function sweep(
  state: 'requested' | 'running' | 'failed',
): LinearStatus['sweep'] {
  const last = linearStatus().sweep;
  return (
    last && {
      ...last,
      id: 'sweep-8',
      state,
      startedAt: fromNow(-20_000),
      finishedAt: state === 'failed' ? fromNow(-5_000) : undefined,
    }
  );
}

const notConfigured: LinearStatus = {
  connection: { state: 'notConfigured' },
  scopes: [],
  teams: [],
  budget: { requests: {}, points: {} },
  delta: {},
  webhooks: { configured: false, silent: false },
  work: { due: 0, escalated: [], waiting: [] },
  attention: [],
  configFaults: [],
};

/** The operations page: connection, flow, what needs a person, outcomes. */
export const operationsStates: GalleryState[] = [
  operationsState('All is well', linearStatus()),
  operationsState('Everything needs a person', troubledStatus()),
  operationsState('Only looking', troubledStatus(), { permitted: 'reading' }),
  operationsState('Personal API key, no webhooks', {
    ...linearStatus({
      actor: { id: 'ada', name: 'Ada Olsen', app: false },
      scopes: [],
      webhooks: { configured: false, silent: false },
    }),
  }),
  operationsState(
    'Webhooks silent',
    linearStatus({
      webhooks: {
        configured: true,
        silent: true,
        lastReceivedAt: fromNow(-9 * HOUR),
      },
    }),
  ),
  operationsState(
    'Webhooks new, many teams',
    linearStatus({
      webhooks: { configured: true, silent: false },
      teams: [
        ...linearStatus().teams,
        ...Array.from({ length: 14 }, (_, index) => ({
          key: `T${index}`,
          name: `Team ${index}`,
          visibility: 'public',
          routes: [],
        })),
      ],
    }),
  ),
  operationsState(
    'Linear does not answer',
    connection('unavailable', {
      reason: reason('linearTimedOut'),
      nextTryAt: fromNow(30_000),
    }),
  ),
  operationsState('Budget spent', {
    ...connection('rateLimited', {
      reason: reason('linearRateLimited', { bucket: 'points' }),
      nextTryAt: fromNow(24 * MINUTE),
    }),
    budget: {
      requests: { limit: 5000, remaining: 910, resetAt: fromNow(24 * MINUTE) },
      points: { limit: 250_000, remaining: 0, resetAt: fromNow(24 * MINUTE) },
    },
  }),
  operationsState(
    'Credentials refused',
    connection('unauthorized', { reason: reason('linearUnauthorized') }),
  ),
  operationsState('Not tried yet', {
    ...notConfigured,
    connection: { state: 'unknown' },
  }),
  operationsState('Linear is not configured', notConfigured, {
    routes: {
      'post /routing/preview': errorAnswer(
        409,
        'ConflictError',
        'Linear is not configured, so there is no route to preview',
      ),
    },
  }),
  operationsState('Sweep running', linearStatus({ sweep: sweep('running') })),
  operationsState('Sweep failed', linearStatus({ sweep: sweep('failed') })),
  operationsState('Sweep asked for', linearStatus(), {
    presses: [/^Run now$/],
  }),
  operationsState('Sweep refused', linearStatus(), {
    presses: [/^Run now$/],
    routes: {
      'post /linear/sync': errorAnswer(
        503,
        'ServiceUnavailableError',
        'Linear does not answer.',
      ),
    },
  }),
  operationsState('Retried, waiting for its turn', troubledStatus(), {
    presses: [/^Retry INC-41/],
  }),
  operationsState('Retried in vain', troubledStatus(), {
    presses: [/^Retry INC-41/],
    routes: {
      'post /linear/work/:id/retry': errorAnswer(
        404,
        'NotFoundError',
        'No work of this id waits for a person; it may have been retried already',
      ),
    },
  }),
  operationsState('Loading', never),
  operationsState('Forbidden', linearStatus(), { permitted: 'nothing' }),
  operationsState('Unreachable', failures.Unreachable),
  operationsState('Broken', failures.Broken),
];
