import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthService,
  DatabaseService,
  HttpAuthService,
  LifecycleService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  ActionsRegistryService,
  MetricsService,
} from '@backstage/backend-plugin-api/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { Router } from 'express';
import { version } from '../package.json';
import { registerActions } from './actions/registerActions';
import { ActionItemStore } from './actionItems/ActionItemStore';
import { BackstageIncidentAnnouncer } from './announce/IncidentAnnouncer';
import { Clock, systemClock } from './Clock';
import { readIncidentsSettings } from './config';
import { IncidentsDatabase } from './database/IncidentsDatabase';
import { Leases } from './database/Leases';
import { actionItemsRouter } from './http/actionItemsRouter';
import { allActionItemsRouter } from './http/allActionItemsRouter';
import { Callers } from './http/Caller';
import { createRouter } from './http/createRouter';
import { incidentsRouter } from './http/incidentsRouter';
import { linearRouter } from './http/linearRouter';
import { openApiRouter } from './http/openApiRouter';
import { parentIssueRouter } from './http/parentIssueRouter';
import { routingRouter } from './http/routingRouter';
import { statisticsRouter } from './http/statisticsRouter';
import { webhookRouter } from './http/webhookRouter';
import { IdempotencyStore } from './incidents/IdempotencyStore';
import { incidentRef } from './incidents/incidentRef';
import { IncidentService } from './incidents/IncidentService';
import { IncidentStore } from './incidents/IncidentStore';
import { MatchingIncidents } from './incidents/MatchingIncidents';
import { PeopleCheck } from './incidents/PeopleCheck';
import { ViewerResolver } from './incidents/Viewer';
import { LinearFeature } from './LinearFeature';
import { conflictTelemetry } from './metrics/conflictTelemetry';
import { IncidentsMetrics } from './metrics/IncidentsMetrics';
import { Notifier } from './notifications/Notifier';
import { NotifyingAnnouncer } from './notifications/NotifyingAnnouncer';
import { OperationsService } from './operations/OperationsService';
import { CatalogOwners } from './owners/CatalogOwners';
import { EntityOwnerStore } from './owners/EntityOwnerStore';
import { OwnerRefresher } from './owners/OwnerRefresher';
import { ParentIssueStore } from './parentIssue/ParentIssueStore';
import { ParentIssueWaiter } from './parentIssue/ParentIssueWaiter';
import { IncidentAccess } from './permissions/IncidentAccess';
import { IncidentFacets } from './statistics/IncidentFacets';
import { IncidentStatistics } from './statistics/IncidentStatistics';
import { Retention } from './sync/Retention';
import { SyncService } from './sync/SyncService';
import { SyncStore } from './sync/SyncStore';
import { GroupMembers } from './users/GroupMembers';
import { ActionItemViews } from './views/ActionItemViews';
import { IncidentViews } from './views/IncidentViews';
import { WorkStore } from './work/WorkStore';

/** Backstage's services as the plugin needs them. */
export interface IncidentsBackendDependencies {
  actionsRegistry: ActionsRegistryService;
  auth: AuthService;
  catalog: CatalogService;
  config: RootConfigService;
  database: DatabaseService;
  events: EventsService;
  httpAuth: HttpAuthService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  metrics: MetricsService;
  notifications: NotificationService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  scheduler: SchedulerService;
  signals: SignalsService;
  userInfo: UserInfoService;
}

/** Puts the rooms together; returns the HTTP API. */
export async function createIncidentsBackend(
  dependencies: IncidentsBackendDependencies,
): Promise<Router> {
  const { auth, catalog, config, lifecycle, logger, scheduler } = dependencies;
  const clock: Clock = systemClock;
  const now = () => clock.now();
  const newId = randomUUID;
  const settings = readIncidentsSettings(config);
  for (const fault of settings.configFaults) {
    logger.warn(`${fault.key}: ${fault.message}`);
  }
  const { prefix } = settings;
  const metrics = IncidentsMetrics.create(dependencies.metrics);
  const onConflict = conflictTelemetry({ logger, metrics });
  const linearConfigured = settings.linear.kind === 'configured';

  const database = await IncidentsDatabase.create({
    database: dependencies.database,
    clock,
  });
  const leases = new Leases(database);
  const incidents = new IncidentStore(database);
  const notifier = Notifier.create({
    settings,
    database,
    leases,
    incidents,
    notifications: dependencies.notifications,
    catalog,
    auth,
    logger,
    now,
    ref: number => incidentRef(prefix, number),
  });
  const announcer = new NotifyingAnnouncer({
    announcer: new BackstageIncidentAnnouncer(dependencies),
    wake: () => notifier.wake(),
  });
  const parentIssues = new ParentIssueStore({ database, now, onConflict });
  const actionItems = new ActionItemStore({
    database,
    sources: settings.actionItems.sources,
  });
  const { knex } = database;
  const shownItems = () => actionItems.shown();
  const matching = new MatchingIncidents({
    knex,
    shownItems,
    prefix,
    now,
  });
  const syncs = new SyncStore(database);
  const work = new WorkStore({ database, newId });
  const idempotency = new IdempotencyStore(database);

  const linear =
    settings.linear.kind === 'configured'
      ? LinearFeature.create({
          settings,
          linearSettings: settings.linear,
          database,
          leases,
          incidents,
          parentIssues,
          actionItems,
          syncs,
          work,
          idempotency,
          announcer,
          onEscalation: () => notifier.wake(),
          catalog,
          auth,
          config,
          logger,
          metrics,
          onConflict,
          clock,
          newId,
          version,
        })
      : undefined;
  const wakeWorker = () => linear?.worker.wake();
  const owners = new OwnerRefresher({
    store: new EntityOwnerStore(database),
    owners: new CatalogOwners({ catalog, auth }),
    leases,
    logger,
  });

  const service = new IncidentService({
    database,
    incidents,
    matching,
    parentIssues: linear?.requests,
    idempotency,
    people: new PeopleCheck({ catalog, logger }),
    announcer,
    clock,
    prefix,
    wakeWorker,
    wakeOwners: () => owners.wake(),
  });
  const sync = new SyncService({
    database,
    syncs,
    work,
    parentIssues,
    refresh: linear?.sync.refresh,
    throttleMilliseconds: settings.sync.throttleMs,
    wakeWorker,
  });
  await linear?.schedule({ scheduler, lifecycle, service });
  await notifier.schedule({ scheduler, lifecycle });
  await owners.schedule({ scheduler, lifecycle });
  const retention = new Retention({
    idempotency,
    linear: linear && { inbox: linear.sync.inbox, sweeps: linear.sync.sweeps },
    settings: settings.retention,
    now,
    logger,
  });
  await scheduler.scheduleTask({
    id: 'incidents-retention',
    frequency: { hours: 1 },
    timeout: { minutes: 5 },
    fn: () => retention.run(),
  });
  const operations = new OperationsService({
    linear:
      linear && settings.linear.kind === 'configured'
        ? {
            gateway: linear.linear,
            sync: linear.sync,
            settings: settings.linear,
            webhookSilenceMs: settings.sync.webhookSilenceMs,
            startedAt: now(),
          }
        : undefined,
    database,
    work,
    configFaults: settings.configFaults,
    ref: number => incidentRef(prefix, number),
    now,
    wakeWorker,
  });
  if (linear) {
    metrics.observe({
      linear: () => linear.linear.status(),
      lagSeconds: () => linear.sync.deltas.lagSeconds(),
      work: () => work.count(),
    });
  }

  const callers = new Callers({
    httpAuth: dependencies.httpAuth,
    viewers: new ViewerResolver({
      auth,
      userInfo: dependencies.userInfo,
      readers: settings.privacy.readers,
    }),
  });
  const access = IncidentAccess.create({
    incidents: service,
    store: incidents,
    permissions: dependencies.permissions,
    registry: dependencies.permissionsRegistry,
    prefix,
  });
  const incidentViews = new IncidentViews({
    parentIssues,
    actionItems,
    prefix,
    linearConfigured,
    now,
  });
  const actionItemViews = new ActionItemViews({
    actionItems,
    parentIssues,
    linearConfigured,
    now,
  });
  registerActions({
    registry: dependencies.actionsRegistry,
    callers,
    access,
    incidents: service,
    incidentViews,
    sync,
    actionItemViews,
    prefix,
    linear: linear && {
      actionItems: linear.actionItems,
      preview: draft => linear.creator.decide(draft),
    },
  });
  return createRouter({
    now,
    beforeJson: webhookRouter({
      inbox: linear?.sync.inbox,
      secrets:
        settings.linear.kind === 'configured'
          ? settings.linear.webhookSecrets
          : [],
      maxAgeMs:
        settings.linear.kind === 'configured'
          ? settings.linear.webhookMaxAgeMs
          : 0,
      now,
      logger,
      onWebhook: metrics.onWebhook,
    }),
    routers: [
      linearRouter({ callers, access, operations, sync: linear?.sync }),
      incidentsRouter({
        callers,
        access,
        service,
        prefix,
        views: incidentViews,
        waiter: new ParentIssueWaiter({
          parentIssues,
          sleep: milliseconds => sleep(milliseconds),
        }),
      }),
      statisticsRouter({
        callers,
        access,
        statistics: new IncidentStatistics({
          database,
          incidents: matching,
          shownItems,
          now,
        }),
        facets: new IncidentFacets({ knex, incidents: matching }),
      }),
      allActionItemsRouter({
        callers,
        access,
        knex,
        incidents: matching,
        shownItems,
        members: new GroupMembers({ catalog, logger }),
        prefix,
        now,
      }),
      openApiRouter({ version }),
      parentIssueRouter({
        callers,
        access,
        links: linear?.links,
        views: incidentViews,
      }),
      routingRouter({
        callers,
        access,
        preview: linear && (draft => linear.creator.decide(draft)),
      }),
      actionItemsRouter({
        callers,
        access,
        service: linear?.actionItems,
        sync,
        prefix,
        views: actionItemViews,
      }),
    ],
  });
}
