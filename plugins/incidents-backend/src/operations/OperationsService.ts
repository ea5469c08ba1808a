import { LinearStatus, reason } from '@backstage-incidents/incidents-common';
import { NotFoundError } from '@backstage/errors';
import { ConfigFault, ConfiguredLinearSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import {
  LinearBudgetBucket,
  LinearGateway,
  LinearStatus as GatewayStatus,
  ProbeResult,
} from '../linear';
import { toSweepState } from '../sync/Sweep';
import { SyncEngine } from '../sync/SyncEngine';
import { JobQueue } from '../jobs';

/** What exists only while Linear is configured. */
export interface OperatedLinear {
  gateway: LinearGateway;
  sync: SyncEngine;
  settings: ConfiguredLinearSettings;
  webhookSilenceMs: number;
  /** When this process began to listen. */
  startedAt: Date;
}

/** What operators see and do. */
export class OperationsService {
  readonly #linear: OperatedLinear | undefined;
  readonly #database: IncidentsDatabase;
  readonly #jobs: JobQueue;
  readonly #configFaults: readonly ConfigFault[];
  readonly #ref: (incidentNumber: number) => string;
  readonly #now: () => Date;

  constructor(options: {
    linear?: OperatedLinear;
    database: IncidentsDatabase;
    jobs: JobQueue;
    configFaults: readonly ConfigFault[];
    ref: (incidentNumber: number) => string;
    now: () => Date;
  }) {
    this.#linear = options.linear;
    this.#database = options.database;
    this.#jobs = options.jobs;
    this.#configFaults = options.configFaults;
    this.#ref = options.ref;
    this.#now = options.now;
  }

  /** Asks nobody: everything is in the database or in memory. */
  async status(): Promise<LinearStatus> {
    const linear = this.#linear;
    const work = {
      due: (await this.#jobs.count()).due,
      escalated: (await this.#jobs.listEscalated()).map(job => ({
        id: job.id,
        incidentRef:
          job.incidentNumber === undefined
            ? undefined
            : this.#ref(job.incidentNumber),
        kind: job.kind,
        reason: job.reason ?? reason('needsAttention'),
        since: (job.escalatedAt ?? job.createdAt).toISOString(),
      })),
    };
    if (!linear) {
      return {
        connection: { state: 'notConfigured' },
        scopes: [],
        teams: [],
        budget: { requests: {}, points: {} },
        delta: {},
        webhooks: { configured: false, silent: false },
        work,
        configFaults: [...this.#configFaults],
      };
    }
    const { sync, gateway, settings } = linear;
    const gatewayStatus = gateway.status();
    const probed = sync.probe.result;
    const delta = await sync.deltas.read();
    const sweep = await sync.sweep.latest();
    return {
      connection: connection(gatewayStatus, probed, this.#now()),
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
      sweep: sweep && toSweepState(sweep),
      webhooks: await this.#webhooks(linear),
      work,
      configFaults: [...this.#configFaults, ...sync.probe.configFaults],
    };
  }

  /** @throws NotFoundError when no escalated work has this id */
  async retry(id: string): Promise<void> {
    if (!(await this.#jobs.retry(id))) {
      throw new NotFoundError(
        'No failed job with this id; it may have been retried already',
      );
    }
  }

  /** Whether webhooks are configured, came, and stopped coming. */
  async #webhooks(linear: OperatedLinear): Promise<LinearStatus['webhooks']> {
    const configured = linear.settings.webhookSecrets.length > 0;
    const lastReceivedAt = await linear.sync.inbox.lastReceivedAt();
    const quietSince = Math.max(
      lastReceivedAt?.getTime() ?? 0,
      linear.startedAt.getTime(),
    );
    const now = await this.#database.now();
    return {
      configured,
      lastReceivedAt: lastReceivedAt?.toISOString(),
      silent:
        configured && now.getTime() - quietSince > linear.webhookSilenceMs,
    };
  }
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
      error: `Linear’s rate limit (${waiting.bucket}) is used up`,
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
        error:
          status.lastFailure &&
          `${status.lastFailure.operation}: ${status.lastFailure.kind}`,
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
