import {
  AuthService,
  LifecycleService,
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ActionItemRecorder } from './actionItems/ActionItemRecorder';
import { ActionItemService } from './actionItems/ActionItemService';
import { ActionItemStore } from './actionItems/ActionItemStore';
import { IncidentAnnouncer } from './announce/IncidentAnnouncer';
import { Clock } from './Clock';
import { ConfiguredLinearSettings, IncidentsSettings } from './config';
import { ConflictListener } from './database/commit';
import { IncidentsDatabase } from './database/IncidentsDatabase';
import { Leases } from './database/Leases';
import { LinearRateLimits } from './database/LinearRateLimits';
import { LinearTeams } from './database/LinearTeams';
import { LinearTokens } from './database/LinearTokens';
import { IdempotencyStore } from './incidents/IdempotencyStore';
import { incidentRef } from './incidents/IncidentRecord';
import { IncidentStore } from './incidents/IncidentStore';
import { ParentIssueRequests } from './incidents/IncidentService';
import { createLinearGateway, LinearGateway, systemClock } from './linear';
import { IncidentsMetrics } from './metrics/IncidentsMetrics';
import { DurableParentIssueRequests } from './parentIssue/DurableParentIssueRequests';
import { LeadAssignee } from './parentIssue/LeadAssignee';
import { ParentIssueEngine } from './parentIssue/ParentIssueEngine';
import { IncidentsWithoutParent } from './parentIssue/IncidentsWithoutParent';
import { ParentIssueStore } from './parentIssue/ParentIssueStore';
import { SeenIdentifiers } from './parentIssue/SeenIdentifiers';
import { SyncEngine } from './sync/SyncEngine';
import { SyncStore } from './sync/SyncStore';
import { CatalogUsers } from './users/CatalogUsers';
import { StrandedWork } from './work/StrandedWork';
import { Worker } from './work/Worker';
import { WorkStore } from './work/WorkStore';

const POLL_SECONDS = 5;

/** What is there only while Linear is configured: the gateway and everything that talks through it. */
export class LinearFeature {
  readonly settings: ConfiguredLinearSettings;
  readonly linear: LinearGateway;
  readonly requests: ParentIssueRequests;
  readonly sync: SyncEngine;
  readonly actionItems: ActionItemService;
  readonly parentIssues: ParentIssueEngine;
  readonly worker: Worker;
  readonly #stranded: StrandedWork;
  readonly #logger: LoggerService;

  private constructor(options: {
    settings: ConfiguredLinearSettings;
    linear: LinearGateway;
    requests: ParentIssueRequests;
    sync: SyncEngine;
    actionItems: ActionItemService;
    parentIssues: ParentIssueEngine;
    worker: Worker;
    stranded: StrandedWork;
    logger: LoggerService;
  }) {
    this.settings = options.settings;
    this.linear = options.linear;
    this.requests = options.requests;
    this.sync = options.sync;
    this.actionItems = options.actionItems;
    this.parentIssues = options.parentIssues;
    this.worker = options.worker;
    this.#stranded = options.stranded;
    this.#logger = options.logger;
  }

  static create(options: {
    settings: IncidentsSettings;
    linearSettings: ConfiguredLinearSettings;
    database: IncidentsDatabase;
    leases: Leases;
    incidents: IncidentStore;
    parentIssues: ParentIssueStore;
    withoutParent: IncidentsWithoutParent;
    actionItems: ActionItemStore;
    syncs: SyncStore;
    teams: LinearTeams;
    work: WorkStore;
    idempotency: IdempotencyStore;
    announcer: IncidentAnnouncer;
    /** Told when work needs a person. */
    onEscalation: () => void;
    catalog: CatalogService;
    auth: AuthService;
    config: RootConfigService;
    logger: LoggerService;
    metrics: IncidentsMetrics;
    onConflict: ConflictListener;
    clock: Clock;
    newId: () => string;
    version: string;
  }): LinearFeature {
    const { settings, linearSettings, logger, clock, newId } = options;
    const now = () => clock.now();
    const ref = (number: number) => incidentRef(settings.prefix, number);
    const linear = createLinearGateway({
      apiUrl: linearSettings.apiUrl,
      tokenUrl: linearSettings.tokenUrl,
      auth: linearSettings.auth,
      budgetReserve: linearSettings.budgetReserve,
      logger,
      clock: systemClock,
      newId,
      version: options.version,
      metrics: options.metrics.linear,
      tokenStore: new LinearTokens(options),
      rateLimitStore: new LinearRateLimits({
        database: options.database,
        now: systemClock.now,
      }),
      teamStore: options.teams,
    });
    const users = new CatalogUsers({ ...options, now });
    const requests = new DurableParentIssueRequests(options);
    // The worker comes last, since its handlers need everything else.
    let wake = () => {};
    const wakeWorker = () => wake();
    const seenIdentifiers = new SeenIdentifiers({
      database: options.database,
      teamKey: linearSettings.routing.default.team,
    });
    const sync = SyncEngine.create({
      ...options,
      linear,
      requests,
      users,
      now,
      ref,
      wakeWorker,
      onDelta: options.metrics.onDelta,
      onIssues: linearSettings.syncIdentifiers
        ? issues => seenIdentifiers.see(issues)
        : undefined,
    });
    const assignees = new LeadAssignee({ linear, users, now });
    const actionItems = new ActionItemService({
      ...options,
      linear,
      parents: options.parentIssues,
      people: assignees,
      now,
      recorder: new ActionItemRecorder({
        ...options,
        requests,
        users,
        settings: settings.actionItems,
        now,
        ref,
        wakeWorker,
      }),
    });
    const parentIssues = ParentIssueEngine.create({
      ...options,
      linear,
      requests,
      assignees,
      seenIdentifiers,
      appUrl: options.config.getString('app.baseUrl'),
      now,
      ref,
      wakeWorker,
    });
    const worker = new Worker({
      store: options.work,
      handlers: {
        parentIssue: async (work, signal) =>
          parentIssues.service.follow(requireIncident(work), {
            priority: 'background',
            signal,
          }),
        formerParent: async (work, signal) =>
          parentIssues.formerParents.cleanUp(work.key, {
            priority: 'background',
            signal,
          }),
        refresh: async (work, signal) => {
          await sync.refresh.refresh(requireIncident(work), {
            priority: 'background',
            signal,
          });
        },
        dirtyIssues: async (_work, signal) =>
          sync.dirtyIssues.read({ priority: 'background', signal }),
        teams: async (_work, signal) =>
          sync.probe.read({ priority: 'background', signal }),
      },
      logger,
      clock,
      random: Math.random,
      holder: newId(),
      onEscalation: work => {
        options.onEscalation();
        if (work.incidentNumber !== undefined) {
          options.announcer.refreshed(ref(work.incidentNumber));
        }
      },
    });
    wake = () => worker.wake();
    return new LinearFeature({
      settings: linearSettings,
      linear,
      requests,
      sync,
      actionItems,
      parentIssues,
      worker,
      stranded: new StrandedWork({ ...options, wakeWorker }),
      logger,
    });
  }

  /** Starts what runs by itself, and what stops with the plugin. */
  async schedule(options: {
    scheduler: SchedulerService;
    lifecycle: LifecycleService;
  }): Promise<void> {
    const { scheduler, lifecycle } = options;
    lifecycle.addShutdownHook(() => this.worker.stop());
    await this.sync.schedule({ scheduler, lifecycle });
    await scheduler.scheduleTask({
      id: 'incidents-work',
      scope: 'local',
      frequency: { seconds: POLL_SECONDS },
      timeout: { minutes: 5 },
      fn: () => this.worker.drain(),
    });
    await scheduler.scheduleTask({
      id: 'incidents-recovery',
      frequency: { hours: 1 },
      timeout: { minutes: 5 },
      fn: () => this.#stranded.recover(),
    });
    await scheduler.scheduleTask({
      id: 'incidents-parent-issue-backfill',
      frequency: { minutes: 10 },
      timeout: { minutes: 5 },
      fn: async signal => {
        const filled = await this.parentIssues.backfill.run(signal);
        if (filled > 0) {
          this.#logger.info(
            `${filled} incidents without a parent issue will get one`,
          );
          this.worker.wake();
        }
      },
    });
  }
}

function requireIncident(work: {
  key: string;
  incidentNumber: number | undefined;
}): number {
  if (work.incidentNumber === undefined) {
    throw new Error(`Work ${work.key} belongs to no incident`);
  }
  return work.incidentNumber;
}
