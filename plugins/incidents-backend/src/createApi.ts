import { Router } from 'express';
import { version } from '../package.json';
import { IncidentAnnouncer } from './announcer';
import { Audit } from './audit';
import { IncidentsSettings } from './config';
import { actionItemRoutes } from './http/actionItemRoutes';
import { createRouter } from './http/createRouter';
import { createToResponseError } from './http/errors';
import { incidentRoutes } from './http/incidentRoutes';
import { operationsRoutes, webhookRoute } from './http/linearRoutes';
import { withOpenApi } from './http/openApi';
import { parentIssueRoutes } from './http/parentIssueRoutes';
import { registerActions } from './http/registerActions';
import { timelineRoutes } from './http/timelineRoutes';
import { Audiences } from './incidents/audience';
import { IncidentService } from './incidents/IncidentService';
import { IncidentQueries } from './incidents/matchingIncidents';
import { createIdentifyRequester } from './incidents/Requester';
import { IncidentsServices } from './services';
import { IncidentsLinear } from './createLinear';
import { IncidentsStores } from './createStores';
import { IncidentsMetrics } from './metrics';
import { Operations } from './http/operations';
import { Route } from './http/route';
import { untilLinked } from './parentIssue/parentIssueLinks';
import { createIncidentAccess } from './incidents/IncidentAccess';
import { SyncService } from './sync/SyncService';
import { createExpandGroups } from './catalog/groupMembers';
import { createActionItemViews } from './actionItems/actionItemViews';
import { createIncidentViews } from './incidents/incidentViews';

/** What others call, on the same services: the HTTP API, which is returned, and the registry actions. */
export function createApi(options: {
  dependencies: IncidentsServices;
  settings: IncidentsSettings;
  stores: IncidentsStores;
  queries: IncidentQueries;
  audiences: Audiences;
  incidents: IncidentService;
  sync: SyncService;
  operations: Operations;
  doctor: Route;
  announcer: IncidentAnnouncer;
  audit: Audit;
  /** Absent while Linear is not configured. */
  linear: IncidentsLinear | undefined;
  metrics: IncidentsMetrics;
  now: () => Date;
  newId: () => string;
}): Router {
  const { dependencies, settings, stores, queries, linear, now, newId } =
    options;
  const { incidents, sync, operations } = options;
  const { catalog, logger } = dependencies;
  const { parentIssues, actionItems } = stores;
  const identify = createIdentifyRequester({
    auth: dependencies.auth,
    userInfo: dependencies.userInfo,
    readers: settings.privacy.readers,
    onUser: options.audiences.record,
  });
  const toResponseError = createToResponseError({ logger, now, newId });
  const access = createIncidentAccess({
    incidents: stores.incidents,
    queries,
    permissions: dependencies.permissions,
    registry: dependencies.permissionsRegistry,
  });
  const parentIssuesOf = parentIssues.views({
    linearConfigured: linear !== undefined,
  });
  const incidentViews = createIncidentViews({
    parentIssuesOf,
    progressOf: (numbers, scope) =>
      actionItems.progressOf({ numbers, scope, now: now() }),
  });
  const actionItemViews = createActionItemViews({
    actionItems,
    parentIssuesOf,
    teams: stores.teams,
    now,
  });

  const routes = [
    ...incidentRoutes({
      access,
      incidents,
      views: incidentViews,
      queries,
      untilLinked: (incidentNumber, timeoutMs) =>
        untilLinked({ ...stores, incidentNumber, timeoutMs }),
    }),
    ...parentIssueRoutes({
      access,
      links: linear?.parentIssues.links,
      preview: linear?.parentIssues.decide,
      parentIssuesOf,
    }),
    ...actionItemRoutes({
      access,
      service: linear?.actionItems,
      sync,
      views: actionItemViews,
      queries,
      limits: stores.limits,
      forcedPerMinute: settings.sync.forcedPerMinute,
      expandGroups: createExpandGroups({ catalog, logger }),
    }),
    ...timelineRoutes({ access, ...stores, ...options }),
    ...operationsRoutes({ operations, sync: linear?.sync }),
    options.doctor,
  ];
  const webhook = webhookRoute({
    inbox: linear?.sync.inbox,
    secrets: linear?.settings.webhookSecrets ?? [],
    maxAgeMs: linear?.settings.webhookMaxAgeMs ?? 0,
    now,
    newId,
    logger,
    onWebhook: options.metrics.onWebhook,
  });
  registerActions({
    registry: dependencies.actionsRegistry,
    routes,
    identify,
    services: { access, audit: options.audit },
    toResponseError,
  });
  return createRouter({
    routes: withOpenApi([...routes, webhook], version),
    httpAuth: dependencies.httpAuth,
    identify,
    services: { access, audit: options.audit },
    toResponseError,
  });
}
