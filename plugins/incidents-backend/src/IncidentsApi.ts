import { Router } from 'express';
import { version } from '../package.json';
import { registerActions } from './actions/registerActions';
import { IncidentsSettings } from './config';
import { actionItemsRouter } from './http/actionItemsRouter';
import { allActionItemsRouter } from './http/allActionItemsRouter';
import { Requesters } from './http/Requesters';
import { createRouter } from './http/createRouter';
import { incidentsRouter } from './http/incidentsRouter';
import { linearRouter } from './http/linearRouter';
import { openApiRouter } from './http/openApiRouter';
import { parentIssueRouter } from './http/parentIssueRouter';
import { RoutingPreviewer, routingRouter } from './http/routingRouter';
import { statisticsRouter } from './http/statisticsRouter';
import { webhookRouter } from './http/webhookRouter';
import { IncidentService } from './incidents/IncidentService';
import { IncidentQueries } from './incidents/matchingIncidents';
import { createIdentifyRequester } from './incidents/Requester';
import { IncidentsBackendDependencies } from './IncidentsBackendDependencies';
import { IncidentsStores } from './IncidentsStores';
import { LinearFeature } from './LinearFeature';
import { IncidentsMetrics } from './metrics/IncidentsMetrics';
import { OperationsService } from './operations/OperationsService';
import { untilLinked } from './parentIssue/untilLinked';
import { createIncidentAccess } from './incidents/IncidentAccess';
import { SyncService } from './sync/SyncService';
import { GroupMembers } from './users/GroupMembers';
import { createActionItemViews } from './actionItems/actionItemViews';
import { createIncidentViews } from './incidents/incidentViews';
import { createParentIssuesOf } from './parentIssue/parentIssueView';

/** What others call, on the same services: the HTTP API, which is returned, and the registry actions. */
export function createIncidentsApi(options: {
  dependencies: IncidentsBackendDependencies;
  settings: IncidentsSettings;
  stores: IncidentsStores;
  queries: IncidentQueries;
  incidents: IncidentService;
  sync: SyncService;
  operations: OperationsService;
  /** Absent while Linear is not configured. */
  linear: LinearFeature | undefined;
  metrics: IncidentsMetrics;
  now: () => Date;
}): Router {
  const { dependencies, settings, stores, queries, linear, now } = options;
  const { incidents, sync, operations } = options;
  const { catalog, logger } = dependencies;
  const { parentIssues, withoutParent, actionItems } = stores;
  const { prefix } = settings;
  const preview: RoutingPreviewer | undefined =
    linear && (draft => linear.parentIssues.creator.decide(draft));

  const requesters = new Requesters({
    httpAuth: dependencies.httpAuth,
    identify: createIdentifyRequester({
      auth: dependencies.auth,
      userInfo: dependencies.userInfo,
      readers: settings.privacy.readers,
    }),
  });
  const access = createIncidentAccess({
    incidents,
    store: stores.incidents,
    permissions: dependencies.permissions,
    registry: dependencies.permissionsRegistry,
    prefix,
  });
  const parentIssuesOf = createParentIssuesOf({
    parentIssues,
    withoutParent,
    linearConfigured: linear !== undefined,
  });
  const incidentViews = createIncidentViews({
    parentIssuesOf,
    progressOf: numbers => actionItems.progressOf(numbers, now()),
  });
  const actionItemViews = createActionItemViews({
    actionItems,
    parentIssuesOf,
    teams: stores.teams,
    now,
  });

  registerActions({
    registry: dependencies.actionsRegistry,
    requesters,
    access,
    incidents,
    incidentViews,
    sync,
    actionItemViews,
    linear: linear && preview && { actionItems: linear.actionItems, preview },
  });
  return createRouter({
    now,
    beforeJson: webhookRouter({
      inbox: linear?.sync.inbox,
      secrets: linear?.settings.webhookSecrets ?? [],
      maxAgeMs: linear?.settings.webhookMaxAgeMs ?? 0,
      now,
      logger,
      onWebhook: options.metrics.onWebhook,
    }),
    routers: [
      linearRouter({ requesters, access, operations, sync: linear?.sync }),
      incidentsRouter({
        requesters,
        access,
        service: incidents,
        views: incidentViews,
        untilLinked: (incidentNumber, timeoutMs) =>
          untilLinked({ ...stores, incidentNumber, timeoutMs }),
      }),
      statisticsRouter({ requesters, access, queries }),
      allActionItemsRouter({
        requesters,
        access,
        queries,
        members: new GroupMembers({ catalog, logger }),
      }),
      openApiRouter({ version }),
      parentIssueRouter({
        requesters,
        access,
        links: linear?.parentIssues.links,
        views: incidentViews,
      }),
      routingRouter({ requesters, access, preview }),
      actionItemsRouter({
        requesters,
        access,
        service: linear?.actionItems,
        sync,
        views: actionItemViews,
      }),
    ],
  });
}
