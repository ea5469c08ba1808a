import { LinearStatus, reason } from '@backstage-incidents/incidents-common';
import { fromNow } from './fixtures';

const MINUTE = 60_000;

/** A healthy connection, with the given overrides. */
export function linearStatus(
  overrides: Partial<LinearStatus> = {},
): LinearStatus {
  return {
    connection: {
      state: 'connected',
      since: fromNow(-300 * MINUTE),
      workspace: 'Acme',
    },
    actor: { id: 'actor', name: 'Backstage', app: true },
    scopes: ['read', 'write'],
    teams: [
      {
        key: 'PAY',
        name: 'Payments',
        visibility: 'public',
        routes: ['payments'],
      },
      {
        key: 'INC',
        name: 'Incidents',
        visibility: 'private',
        routes: ['default'],
      },
    ],
    budget: {
      requests: { limit: 5000, remaining: 4310, resetAt: fromNow(24 * MINUTE) },
      points: {
        limit: 250_000,
        remaining: 31_200,
        resetAt: fromNow(24 * MINUTE),
      },
    },
    delta: { lastCompleteAt: fromNow(-0.4 * MINUTE), lagSeconds: 24 },
    sweep: {
      id: 'sweep-7',
      state: 'completed',
      startedAt: fromNow(-190 * MINUTE),
      finishedAt: fromNow(-188 * MINUTE),
      counts: {
        incidents: 312,
        items: 2840,
        added: 3,
        changed: 12,
        removed: 1,
        unchanged: 2824,
        requests: 21,
      },
    },
    webhooks: {
      configured: true,
      lastReceivedAt: fromNow(-3 * MINUTE),
      silent: false,
    },
    work: { due: 2, escalated: [], waiting: [] },
    attention: [],
    configFaults: [],
    ...overrides,
  };
}

/** The same with everything that can need attention. */
export function troubledStatus(): LinearStatus {
  const { sweep, ...rest } = linearStatus();
  return {
    ...rest,
    sweep: sweep && {
      ...sweep,
      state: 'held',
      breaker: {
        code: 'sweepHeld',
        message: 'held',
        params: { wouldRemove: 640, of: 2840 },
      },
    },
    work: {
      due: 5,
      escalated: [
        {
          id: 'work-1',
          incidentRef: 'INC-41',
          kind: 'reconcileParent',
          reason: {
            code: 'linearTeamNotFound',
            message: 'Linear knows no team with the key PAYX.',
          },
          since: fromNow(-95 * MINUTE),
        },
      ],
      waiting: [],
    },
    attention: [
      {
        code: 'jobFailed',
        message: 'Background job reconcileParent failed permanently',
        params: {
          id: 'work-1',
          kind: 'reconcileParent',
          cause: 'linearTeamNotFound',
        },
        incidentRef: 'INC-41',
        since: fromNow(-95 * MINUTE),
        fix: 'Retry it',
      },
      {
        code: 'parentIssueInaccessible',
        message: 'Parent issue was deleted in Linear',
        params: {},
        incidentRef: 'INC-38',
        since: fromNow(-50 * MINUTE),
        fix: 'Restore the issue in Linear',
      },
      {
        code: 'credentialsRejected',
        message: "Linear rejected Backstage's credentials",
        params: {},
        since: fromNow(-40 * MINUTE),
        fix: 'Renew them',
      },
      {
        code: 'removalsHeld',
        message: 'The full re-sync would remove 640 of 2840 action items',
        params: { wouldRemove: 640, of: 2840 },
        since: fromNow(-30 * MINUTE),
        fix: 'Confirm them',
      },
      {
        code: 'configurationFault',
        message: 'The configuration does not match Linear',
        params: {
          key: 'incidents.linear.routing.rules[0].use.team',
          cause: 'linearTeamNotFound',
        },
        since: fromNow(-20 * MINUTE),
        fix: 'Correct the configuration',
      },
    ],
    configFaults: [
      {
        key: 'incidents.linear.routing.rules[0].use.team',
        ...reason('linearTeamNotFound', { team: 'PAYX' }),
      },
    ],
  };
}
