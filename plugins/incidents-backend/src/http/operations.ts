import {
  attentionFixes,
  LinearStatus,
  reason,
  Reason,
} from '@backstage-incidents/incidents-common';
import { NotFoundError } from '@backstage/errors';
import { ConfigFault, ConfiguredLinearSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/instants';
import { InstantColumn } from '../database/tables';
import { JobQueue, JobView } from '../jobs';
import {
  LinearBudgetBucket,
  LinearGateway,
  LinearStatus as GatewayStatus,
  ProbeResult,
} from '../linear';
import { Sync } from '../sync/createSync';

/** What exists only while Linear is configured. */
export interface OperatedLinear {
  gateway: LinearGateway;
  sync: Sync;
  settings: ConfiguredLinearSettings;
  webhookSilenceMs: number;
  /** When this process began to listen. */
  startedAt: Date;
}

/** More than an operator reads; the count of jobs includes the rest. */
const MOST_MISSING_PARENTS = 200;

type Attention = LinearStatus['attention'][number];
type AttentionCode = keyof typeof attentionFixes;

/** What operators see and do. */
export interface Operations {
  /** Sends no request: everything is in the database or in memory. */
  status(): Promise<LinearStatus>;
  /** @throws NotFoundError when no escalated job has this id */
  retry(id: string): Promise<void>;
}

export function createOperations(deps: {
  linear?: OperatedLinear;
  database: IncidentsDatabase;
  jobs: JobQueue;
  configFaults: readonly ConfigFault[];
  ref: (incidentNumber: number) => string;
  /** When this process began. */
  startedAt: Date;
  now: () => Date;
}): Operations {
  const { linear, database, jobs, ref, startedAt, now } = deps;

  const refOf = (job: JobView) =>
    job.incidentNumber === undefined ? undefined : ref(job.incidentNumber);

  async function readWork(): Promise<LinearStatus['work']> {
    const escalated = await jobs.listEscalated();
    const waiting = await jobs.listWaiting();
    return {
      due: (await jobs.count()).due,
      escalated: escalated.map(job => ({
        id: job.id,
        incidentRef: refOf(job),
        kind: job.kind,
        reason: job.reason ?? reason('needsAttention'),
        since: (job.escalatedAt ?? job.createdAt).toISOString(),
      })),
      waiting: waiting.map(job => ({
        incidentRef: refOf(job),
        kind: job.kind,
        reason: job.reason ?? reason('needsAttention'),
        attempts: job.attempts,
        nextTryAt: job.runAt.toISOString(),
      })),
    };
  }

  /** Whether webhooks are configured, came, and stopped coming; `since`: when they did. */
  async function readWebhooks(
    of: OperatedLinear,
  ): Promise<LinearStatus['webhooks'] & { quietSince: Date }> {
    const configured = of.settings.webhookSecrets.length > 0;
    const lastReceivedAt = await of.sync.inbox.lastReceivedAt();
    const quietSince = Math.max(
      lastReceivedAt?.getTime() ?? 0,
      of.startedAt.getTime(),
    );
    const quietForMs = (await database.now()).getTime() - quietSince;
    return {
      configured,
      lastReceivedAt: lastReceivedAt?.toISOString(),
      silent: configured && quietForMs > of.webhookSilenceMs,
      quietSince: new Date(quietSince),
    };
  }

  async function readMissingParents(): Promise<Attention[]> {
    const rows: {
      incident_number: number;
      issue_id: string;
      updated_at: InstantColumn;
    }[] = await database
      .knex('parent_issues')
      .select('incident_number', 'issue_id', 'updated_at')
      .where({ is_current: true, status: 'missing' })
      .orderBy('updated_at')
      .limit(MOST_MISSING_PARENTS);
    return rows.map(row =>
      attention('parentIssueInaccessible', {
        why: reason('parentIssueInaccessible', {}),
        since: toDate(row.updated_at).toISOString(),
        incidentRef: ref(row.incident_number),
      }),
    );
  }

  /** What needs attention, the same for the page, the card and the notifications: it does not recover automatically. */
  async function findAttention(found: {
    work: LinearStatus['work'];
    connection: LinearStatus['connection'];
    configFaults: readonly ConfigFault[];
    sweep?: LinearStatus['sweep'];
    webhooksQuietSince?: Date;
  }): Promise<Attention[]> {
    const { work, connection: link, sweep, webhooksQuietSince } = found;
    const start = startedAt.toISOString();
    const all: Attention[] = [
      ...work.escalated.map(({ id, kind, incidentRef, since, ...job }) =>
        attention('jobFailed', {
          why: reason('jobFailed', { id, kind, cause: job.reason.code }),
          since,
          incidentRef,
        }),
      ),
      ...(await readMissingParents()),
      ...found.configFaults.map(({ key, code }) =>
        attention('configurationFault', {
          why: reason('configurationFault', { key, cause: code }),
          since: start,
        }),
      ),
    ];
    if (link.state === 'unauthorized') {
      all.push(
        attention('credentialsRejected', {
          why: reason('credentialsRejected'),
          since: link.since ?? start,
        }),
      );
    }
    if (sweep?.breaker) {
      const { wouldRemove, of } = sweep.breaker.params;
      all.push(
        attention('removalsHeld', {
          why: reason('removalsHeld', { wouldRemove, of }),
          since: sweep.startedAt,
        }),
      );
    }
    if (webhooksQuietSince) {
      all.push(
        attention('webhooksSilent', {
          why: reason('webhooksSilent'),
          since: webhooksQuietSince.toISOString(),
        }),
      );
    }
    return all.sort((a, b) => a.since.localeCompare(b.since));
  }

  return {
    async status() {
      const work = await readWork();
      if (!linear) {
        const configFaults = [...deps.configFaults];
        const link = { state: 'notConfigured' as const };
        return {
          connection: link,
          scopes: [],
          teams: [],
          budget: { requests: {}, points: {} },
          delta: {},
          webhooks: { configured: false, silent: false },
          work,
          attention: await findAttention({
            work,
            connection: link,
            configFaults,
          }),
          configFaults,
        };
      }
      const { sync, gateway, settings } = linear;
      const gatewayStatus = gateway.status();
      const probed = sync.probe.result();
      const delta = await sync.deltas.read();
      const sweep = await sync.latestSweep();
      const { quietSince, ...webhooks } = await readWebhooks(linear);
      const link = connection(gatewayStatus, probed, now());
      const configFaults = [...deps.configFaults, ...sync.probe.configFaults()];
      return {
        connection: link,
        actor: probed && {
          id: probed.actor.id,
          name: probed.actor.name,
          app: probed.actor.app,
        },
        scopes: probed?.scopes ?? [],
        teams: teams(probed, settings),
        budget: {
          requests: bucket(gatewayStatus.budget.requests),
          points: bucket(gatewayStatus.budget.points),
        },
        delta: {
          lastCompleteAt: delta.lastCompleteAt?.toISOString(),
          lagSeconds: await sync.deltas.lagSeconds(),
        },
        sweep,
        webhooks,
        work,
        attention: await findAttention({
          work,
          connection: link,
          configFaults,
          sweep,
          webhooksQuietSince: webhooks.silent ? quietSince : undefined,
        }),
        configFaults,
      };
    },

    async retry(id) {
      if (!(await jobs.retry(id))) {
        throw new NotFoundError(
          'No failed job with this id; it may have been retried already',
        );
      }
    },
  };
}

function attention(
  code: AttentionCode,
  options: { why: Reason; since: string; incidentRef?: string },
): Attention {
  const { why, since, incidentRef } = options;
  return {
    code,
    message: why.message,
    params: why.params ?? {},
    since,
    incidentRef,
    fix: attentionFixes[code],
  };
}

function connection(
  status: GatewayStatus,
  probed: ProbeResult | undefined,
  now: Date,
): LinearStatus['connection'] {
  const workspace = probed?.organization.urlKey;
  const waiting =
    status.waiting && status.waiting.until > now.getTime()
      ? status.waiting
      : undefined;
  if (waiting) {
    return {
      state: 'rateLimited',
      since: instant(waiting.since),
      reason: reason('linearRateLimited', {
        bucket: waiting.bucket,
        resetAt: new Date(waiting.until).toISOString(),
      }),
      nextTryAt: new Date(waiting.until).toISOString(),
      workspace,
    };
  }
  switch (status.connection) {
    case 'unknown':
      return { state: 'unknown', workspace };
    case 'ok':
      return {
        state: 'connected',
        since: instant(status.since),
        workspace,
      };
    case 'failing':
      return {
        state:
          status.lastFailure?.kind === 'unauthorized'
            ? 'unauthorized'
            : 'unavailable',
        since: instant(status.since),
        reason: status.lastFailure?.reason,
        workspace,
      };
    default:
      throw new Error(
        `Unknown connection ${status.connection satisfies never}`,
      );
  }
}

function teams(
  probed: ProbeResult | undefined,
  settings: ConfiguredLinearSettings,
): LinearStatus['teams'] {
  const routes = [
    ...settings.routing.rules.map(rule => ({
      name: rule.name,
      team: rule.use.team,
    })),
    { name: 'default', team: settings.routing.default.team },
  ];
  return (probed?.teams ?? []).map(team => ({
    key: team.key,
    name: team.name,
    visibility: team.visibility,
    routes: routes
      .filter(route => route.team.toUpperCase() === team.key.toUpperCase())
      .map(route => route.name),
  }));
}

function bucket(
  present: LinearBudgetBucket | undefined,
): LinearStatus['budget']['requests'] {
  return {
    limit: present?.limit,
    remaining: present?.remaining,
    resetAt: instant(present?.resetAt),
  };
}

function instant(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined
    ? undefined
    : new Date(milliseconds).toISOString();
}
