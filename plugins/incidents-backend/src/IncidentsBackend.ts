import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import { version } from '../package.json';
import { createAnnouncer } from './announcer';
import { Clock, systemClock } from './Clock';
import { readIncidentsSettings } from './config';
import { IncidentsDatabase } from './database/IncidentsDatabase';
import { incidentRef } from './incidents/IncidentRecord';
import { createIncidentService } from './incidents/IncidentService';
import { IncidentQueries } from './incidents/matchingIncidents';
import { createIncidentsApi } from './IncidentsApi';
import { IncidentsBackendDependencies } from './IncidentsBackendDependencies';
import { createStores } from './IncidentsStores';
import { Worker } from './jobs';
import { linearFailure } from './linear';
import { LinearFeature } from './LinearFeature';
import { createMetrics } from './metrics';
import { createNotifications } from './notifications/createNotifications';
import { createOperations } from './http/operations';
import { createOwnerRefresh } from './catalog/entityOwners';
import { deleteExpired } from './sync/Retention';
import { createSyncService } from './sync/SyncService';

/** How often jobs that other replicas left are looked for. */
const POLL_SECONDS = 5;

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
  const ref = (incidentNumber: number) => incidentRef(prefix, incidentNumber);
  const metrics = createMetrics({ metrics: dependencies.metrics, logger });
  const { onConflict } = metrics;

  const database = await IncidentsDatabase.create({
    database: dependencies.database,
    clock,
  });
  const stores = createStores({
    database,
    settings,
    onConflict,
    logger,
    now,
    newId,
  });
  const { actionItems, idempotency, jobs } = stores;

  const notifications = createNotifications({
    ...dependencies,
    ...stores,
    settings,
    now,
    newId,
  });
  const announcer = createAnnouncer({
    ...dependencies,
    onAnnounced: notifications.onAnnounced,
  });
  const linear =
    settings.linear.kind === 'configured'
      ? LinearFeature.create({
          ...stores,
          settings,
          linearSettings: settings.linear,
          announcer,
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
  const owners = createOwnerRefresh({ database, jobs, catalog, auth });

  const queries: IncidentQueries = {
    database,
    shownItems: () => actionItems.shown(),
    prefix,
    now,
  };
  const incidents = createIncidentService({
    ...stores,
    queries,
    parentIssues: linear?.requests,
    catalog,
    logger,
    announcer,
  });
  const sync = createSyncService({
    ...stores,
    isConfigured: linear !== undefined,
    throttleMilliseconds: settings.sync.throttleMs,
  });
  const operations = createOperations({
    startedAt: now(),
    linear: linear && {
      gateway: linear.linear,
      sync: linear.sync,
      settings: linear.settings,
      webhookSilenceMs: settings.sync.webhookSilenceMs,
      startedAt: now(),
    },
    database,
    jobs,
    configFaults: settings.configFaults,
    ref,
    now,
  });

  const worker = new Worker({
    queue: jobs,
    handlers: {
      ...linear?.handlers,
      ...owners.handlers,
      ...notifications.handlers,
    },
    classify: linearFailure,
    logger,
    clock,
    random: Math.random,
    newId,
    onEscalation: job => {
      notifications.onEscalation(job);
      if (job.incidentNumber !== undefined) {
        announcer.refreshed(ref(job.incidentNumber));
      }
    },
  });
  lifecycle.addShutdownHook(() => worker.stop());
  await scheduler.scheduleTask({
    id: 'incidents-jobs',
    scope: 'local',
    frequency: { seconds: POLL_SECONDS },
    timeout: { minutes: 5 },
    fn: () => worker.drain(),
  });
  await linear?.schedule({ scheduler, lifecycle });
  await scheduler.scheduleTask({
    id: 'incidents-reminders',
    frequency: { minutes: 15 },
    timeout: { minutes: 5 },
    fn: () => notifications.enqueueAll(),
  });
  await scheduler.scheduleTask({
    id: 'incidents-entity-owners',
    frequency: { minutes: 10 },
    timeout: { minutes: 5 },
    fn: () => owners.enqueueStale(),
  });
  await scheduler.scheduleTask({
    id: 'incidents-retention',
    frequency: { hours: 1 },
    timeout: { minutes: 5 },
    fn: () =>
      deleteExpired({
        idempotency,
        linear: linear && {
          inbox: linear.sync.inbox,
          sweeps: linear.sync.sweeps,
        },
        settings: settings.retention,
        now,
        logger,
      }),
  });
  if (linear) {
    metrics.observe({
      linear: () => linear.linear.status(),
      lagSeconds: () => linear.sync.deltas.lagSeconds(),
      work: () => jobs.count(),
    });
  }
  return createIncidentsApi({
    dependencies,
    settings,
    stores,
    queries,
    incidents,
    sync,
    operations,
    linear,
    metrics,
    now,
    newId,
  });
}
