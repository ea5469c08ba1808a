import {
  AuthService,
  LifecycleService,
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ActionItemService,
  createActionItemService,
} from './actionItems/ActionItemService';
import { ActionItemStore } from './actionItems/ActionItemStore';
import { IncidentAnnouncer } from './announcer';
import { Clock } from './Clock';
import { ConfiguredLinearSettings, IncidentsSettings } from './config';
import { ConflictListener } from './database/updateVersioned';
import { IncidentsDatabase } from './database/IncidentsDatabase';
import { LinearRateLimits } from './database/LinearRateLimits';
import { LinearTeams } from './database/LinearTeams';
import { LinearTokens } from './database/LinearTokens';
import { IdempotencyStore } from './incidents/IdempotencyStore';
import { incidentRef } from './incidents/IncidentRecord';
import { IncidentStore } from './incidents/IncidentStore';
import { ParentIssueRequests } from './incidents/IncidentService';
import { createLinearGateway, LinearGateway, systemClock } from './linear';
import { IncidentsMetrics } from './metrics';
import {
  createParentIssues,
  ParentIssues,
} from './parentIssue/createParentIssues';
import { createLinearUsers } from './parentIssue/linearUsers';
import { createParentIssueRequests } from './parentIssue/parentIssueRequests';
import { ParentIssueStore } from './parentIssue/ParentIssueStore';
import { recordSeenIdentifiers } from './parentIssue/seenIdentifiers';
import { createSync, Sync } from './sync/createSync';
import { SyncStore } from './sync/SyncStore';
import { createCatalogUsers } from './catalog/users';
import { JobHandlers, JobQueue, recoverLostJobs } from './jobs';

/** What is there only while Linear is configured: the gateway and everything that talks through it. */
export class LinearFeature {
  readonly settings: ConfiguredLinearSettings;
  readonly linear: LinearGateway;
  readonly requests: ParentIssueRequests;
  readonly sync: Sync;
  readonly actionItems: ActionItemService;
  readonly parentIssues: ParentIssues;
  readonly handlers: JobHandlers;
  readonly #recover: () => Promise<void>;
  readonly #logger: LoggerService;

  private constructor(options: {
    settings: ConfiguredLinearSettings;
    linear: LinearGateway;
    requests: ParentIssueRequests;
    sync: Sync;
    actionItems: ActionItemService;
    parentIssues: ParentIssues;
    handlers: JobHandlers;
    recover: () => Promise<void>;
    logger: LoggerService;
  }) {
    this.settings = options.settings;
    this.linear = options.linear;
    this.requests = options.requests;
    this.sync = options.sync;
    this.actionItems = options.actionItems;
    this.parentIssues = options.parentIssues;
    this.handlers = options.handlers;
    this.#recover = options.recover;
    this.#logger = options.logger;
  }

  static create(options: {
    settings: IncidentsSettings;
    linearSettings: ConfiguredLinearSettings;
    database: IncidentsDatabase;
    incidents: IncidentStore;
    parentIssues: ParentIssueStore;
    actionItems: ActionItemStore;
    syncs: SyncStore;
    teams: LinearTeams;
    jobs: JobQueue;
    idempotency: IdempotencyStore;
    announcer: IncidentAnnouncer;
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
    const users = createCatalogUsers({ ...options, now });
    const requests = createParentIssueRequests(options);
    const sync = createSync({
      ...options,
      linear,
      requests,
      users,
      now,
      ref,
      onDelta: options.metrics.onDelta,
      onIssues: linearSettings.syncIdentifiers
        ? issues =>
            recordSeenIdentifiers(
              options.database,
              linearSettings.routing.default.team,
              issues,
            )
        : undefined,
    });
    const linearUsers = createLinearUsers({ linear, users, now });
    const actionItems = createActionItemService({
      ...options,
      linear,
      parents: options.parentIssues,
      people: linearUsers,
      record: sync.record,
    });
    const parentIssues = createParentIssues({
      ...options,
      linear,
      requests,
      users: linearUsers,
      appUrl: options.config.getString('app.baseUrl'),
      now,
      ref,
    });
    const handlers: JobHandlers = {
      ...parentIssues.handlers,
      ...sync.handlers,
    };
    return new LinearFeature({
      settings: linearSettings,
      linear,
      requests,
      sync,
      actionItems,
      parentIssues,
      handlers,
      recover: () =>
        recoverLostJobs({ ...options, knex: options.database.knex }),
      logger,
    });
  }

  /** Starts what runs by itself, and what stops with the plugin. */
  async schedule(options: {
    scheduler: SchedulerService;
    lifecycle: LifecycleService;
  }): Promise<void> {
    const { scheduler, lifecycle } = options;
    await this.sync.schedule({ scheduler, lifecycle });
    await scheduler.scheduleTask({
      id: 'incidents-recovery',
      frequency: { hours: 1 },
      timeout: { minutes: 5 },
      fn: () => this.#recover(),
    });
    await scheduler.scheduleTask({
      id: 'incidents-parent-issue-backfill',
      frequency: { minutes: 10 },
      timeout: { minutes: 5 },
      fn: async signal => {
        const filled = await this.parentIssues.backfill(signal);
        if (filled > 0) {
          this.#logger.info(
            `${filled} incidents without a parent issue will get one`,
          );
        }
      },
    });
  }
}
