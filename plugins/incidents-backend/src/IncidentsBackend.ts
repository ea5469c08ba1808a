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
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { Router } from 'express';
import { version } from '../package.json';
import { ActionItemStore } from './actionItems/ActionItemStore';
import { BackstageIncidentAnnouncer } from './announce/IncidentAnnouncer';
import { Clock, systemClock } from './Clock';
import { readIncidentsSettings } from './config';
import { IncidentsDatabase } from './database/IncidentsDatabase';
import { Leases } from './database/Leases';
import { actionItemsRouter } from './http/actionItemsRouter';
import { Callers } from './http/Caller';
import { createRouter } from './http/createRouter';
import { incidentsRouter } from './http/incidentsRouter';
import { IdempotencyStore } from './incidents/IdempotencyStore';
import { IncidentService } from './incidents/IncidentService';
import { IncidentStore } from './incidents/IncidentStore';
import { PeopleCheck } from './incidents/PeopleCheck';
import { ViewerResolver } from './incidents/Viewer';
import { LinearFeature } from './LinearFeature';
import { ParentIssueStore } from './parentIssue/ParentIssueStore';
import { ParentIssueWaiter } from './parentIssue/ParentIssueWaiter';
import { IncidentAccess } from './permissions/IncidentAccess';
import { SyncService } from './sync/SyncService';
import { SyncStore } from './sync/SyncStore';
import { ActionItemViews } from './views/ActionItemViews';
import { IncidentViews } from './views/IncidentViews';
import { WorkStore } from './work/WorkStore';

/** Backstage's services as the plugin needs them. */
export interface IncidentsBackendDependencies {
  auth: AuthService;
  catalog: CatalogService;
  config: RootConfigService;
  database: DatabaseService;
  events: EventsService;
  httpAuth: HttpAuthService;
  lifecycle: LifecycleService;
  logger: LoggerService;
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
  const linearConfigured = settings.linear.kind === 'configured';

  const database = await IncidentsDatabase.create({
    database: dependencies.database,
    clock,
  });
  const announcer = new BackstageIncidentAnnouncer(dependencies);
  const incidents = new IncidentStore(database);
  const parentIssues = new ParentIssueStore({ database, now });
  const actionItems = new ActionItemStore(database);
  const syncs = new SyncStore(database);
  const work = new WorkStore({ database, newId });
  const idempotency = new IdempotencyStore(database);

  const linear =
    settings.linear.kind === 'configured'
      ? LinearFeature.create({
          settings,
          linearSettings: settings.linear,
          database,
          leases: new Leases(database),
          incidents,
          parentIssues,
          actionItems,
          syncs,
          work,
          idempotency,
          announcer,
          catalog,
          auth,
          config,
          logger,
          clock,
          newId,
          version,
        })
      : undefined;
  const wakeWorker = () => linear?.worker.wake();

  const service = new IncidentService({
    database,
    incidents,
    parentIssues: linear?.requests,
    idempotency,
    people: new PeopleCheck({ catalog, logger }),
    announcer,
    clock,
    prefix,
    wakeWorker,
  });
  const sync = new SyncService({
    database,
    syncs,
    work,
    parentIssues,
    refresh: linear?.refresh,
    throttleMilliseconds: settings.sync.throttleMs,
    now,
    wakeWorker,
  });
  await linear?.schedule({ scheduler, lifecycle, service });

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
  return createRouter({
    now,
    routers: [
      incidentsRouter({
        callers,
        access,
        service,
        prefix,
        views: new IncidentViews({
          parentIssues,
          actionItems,
          prefix,
          linearConfigured,
          now,
        }),
        waiter: new ParentIssueWaiter({
          parentIssues,
          sleep: milliseconds => sleep(milliseconds),
        }),
      }),
      actionItemsRouter({
        callers,
        access,
        service: linear?.actionItems,
        sync,
        prefix,
        views: new ActionItemViews({
          actionItems,
          parentIssues,
          linearConfigured,
          now,
        }),
      }),
    ],
  });
}
