import {
  attentionFixes,
  LinearStatus,
  reason,
  Reason,
} from '@backstage-incidents/incidents-common';
import { NotFoundError } from '@backstage/errors';
import { ConfigFault, ConfiguredLinearSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { toDate } from '../database/columns';
import { ParentIssueRow } from '../database/tables';
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
}

/** More than an operator reads; the count of jobs includes the rest. */
const MOST_MISSING_PARENTS = 200;

type Attention = LinearStatus['attention'][number];
type AttentionCode = keyof typeof attentionFixes;

/** What is read only while Linear is configured. */
type LinearState = Omit<LinearStatus, 'work' | 'attention'> & {
  /** When they stopped coming; absent while they come. */
  webhooksSilentSince?: Date;
};

const NOT_CONFIGURED: Omit<LinearState, 'configFaults'> = {
  connection: { state: 'notConfigured' },
  scopes: [],
  teams: [],
  budget: { requests: {}, points: {} },
  delta: {},
  webhooks: { configured: false, silent: false },
};

/** What operators see and do. */
export type Operations = ReturnType<typeof createOperations>;

export function createOperations(deps: {
  linear?: OperatedLinear;
  database: IncidentsDatabase;
  jobs: JobQueue;
  configFaults: readonly ConfigFault[];
  ref: (incidentNumber: number) => string;
  /** When this process began. */
  startedAt: Date;
  now: () => Date;
}) {
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

  /** Whether webhooks are configured, came, and stopped coming. */
  async function readWebhooks(
    of: OperatedLinear,
  ): Promise<Pick<LinearState, 'webhooks' | 'webhooksSilentSince'>> {
    const configured = of.settings.webhookSecrets.length > 0;
    const lastReceivedAt = await of.sync.inbox.lastReceivedAt();
    const quietSince = Math.max(
      lastReceivedAt?.getTime() ?? 0,
      startedAt.getTime(),
    );
    const quietForMs = (await database.now()).getTime() - quietSince;
    const silent = configured && quietForMs > of.webhookSilenceMs;
    return {
      webhooks: {
        configured,
        lastReceivedAt: lastReceivedAt?.toISOString(),
        silent,
      },
      webhooksSilentSince: silent ? new Date(quietSince) : undefined,
    };
  }

  async function readMissingParents(): Promise<Attention[]> {
    const rows = await database
      .knex<ParentIssueRow>('parent_issues')
      .select('incident_number', 'updated_at')
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
  async function findAttention(
    work: LinearStatus['work'],
    found: LinearState,
  ): Promise<Attention[]> {
    const { connection: link, sweep, webhooksSilentSince } = found;
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
    if (webhooksSilentSince) {
      all.push(
        attention('webhooksSilent', {
          why: reason('webhooksSilent'),
          since: webhooksSilentSince.toISOString(),
        }),
      );
    }
    return all.sort((a, b) => a.since.localeCompare(b.since));
  }

  async function readLinear(of: OperatedLinear): Promise<LinearState> {
    const { sync, gateway, settings } = of;
    const { budget, ...gatewayStatus } = gateway.status();
    const probed = sync.probe.result();
    const delta = await sync.deltas.read();
    return {
      sweep: await sync.latestSweep(),
      ...(await readWebhooks(of)),
      connection: connection(gatewayStatus, probed, now()),
      actor: probed && {
        id: probed.actor.id,
        name: probed.actor.name,
        app: probed.actor.app,
      },
      scopes: probed?.scopes ?? [],
      teams: teams(probed, settings),
      budget: {
        requests: bucket(budget.requests),
        points: bucket(budget.points),
      },
      delta: {
        lastCompleteAt: delta.lastCompleteAt?.toISOString(),
        lagSeconds: await sync.deltas.lagSeconds(),
      },
      configFaults: [...deps.configFaults, ...sync.probe.configFaults()],
    };
  }

  return {
    /** Sends no request: everything is in the database or in memory. */
    async status(): Promise<LinearStatus> {
      const work = await readWork();
      const { webhooksSilentSince, ...read } = linear
        ? await readLinear(linear)
        : { ...NOT_CONFIGURED, configFaults: [...deps.configFaults] };
      return {
        ...read,
        work,
        attention: await findAttention(work, { ...read, webhooksSilentSince }),
      };
    },

    /** @throws NotFoundError when no escalated job has this id */
    async retry(id: string): Promise<void> {
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
  status: Omit<GatewayStatus, 'budget'>,
  probed: ProbeResult | undefined,
  now: Date,
): LinearStatus['connection'] {
  const workspace = probed?.organization.urlKey;
  const { waiting, lastFailure } = status;
  if (waiting && waiting.until > now.getTime()) {
    const resetAt = new Date(waiting.until).toISOString();
    return {
      state: 'rateLimited',
      since: instant(waiting.since),
      reason: reason('linearRateLimited', { bucket: waiting.bucket, resetAt }),
      nextTryAt: resetAt,
      workspace,
    };
  }
  const since = instant(status.since);
  switch (status.connection) {
    case 'unknown':
      return { state: 'unknown', workspace };
    case 'ok':
      return { state: 'connected', since, workspace };
    case 'failing': {
      const isRejected = lastFailure?.kind === 'unauthorized';
      return {
        state: isRejected ? 'unauthorized' : 'unavailable',
        since,
        reason: lastFailure?.reason,
        workspace,
      };
    }
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
