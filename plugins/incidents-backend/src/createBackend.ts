import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import { createAnnouncer } from './announcer';
import { createAudit } from './audit';
import { createOwnerRefresh } from './catalog/entityOwners';
import { readIncidentsSettings } from './config';
import { createApi } from './createApi';
import { createLinear } from './createLinear';
import { createStores } from './createStores';
import { IncidentsDatabase } from './database/IncidentsDatabase';
import { doctorRoute } from './http/doctor';
import { createOperations } from './http/operations';
import { incidentRef } from './incidents/IncidentRecord';
import { createAudiences } from './incidents/audience';
import { createIncidentService } from './incidents/IncidentService';
import { IncidentQueries } from './incidents/matchingIncidents';
import { IncidentsServices } from './services';
import { createWorker } from './jobs';
import { linearFailure } from './linear';
import { createMetrics } from './metrics';
import { createNotifications } from './notifications/createNotifications';
import { deleteExpired } from './sync/retention';
import { createSyncService } from './sync/SyncService';

/** How often jobs that other replicas left are looked for. */
const POLL_SECONDS = 5;

/** Creates the services, starts the worker and the scheduled tasks; returns the HTTP API. */
export async function createBackend(
  dependencies: IncidentsServices,
): Promise<Router> {
  const { auth, catalog, config, lifecycle, logger, scheduler } = dependencies;
  const now = () => new Date();

  const settings = readIncidentsSettings(config);
  for (const fault of settings.configFaults) {
    logger.warn(`${fault.key}: ${fault.message}`);
  }
  for (const warning of settings.warnings) {
    logger.warn(warning);
  }
  const { prefix } = settings;
  const ref = (incidentNumber: number) => incidentRef(prefix, incidentNumber);
  const metrics = createMetrics({ metrics: dependencies.metrics, logger });
  const database = await IncidentsDatabase.create({ ...dependencies, now });
  const { onConflict } = metrics;
  const basics = { settings, logger, now, newId: randomUUID, ref, onConflict };
  const stores = createStores({ ...basics, database });
  const { actionItems, jobs } = stores;

  const notifications = createNotifications({
    ...dependencies,
    ...stores,
    ...basics,
    // Created below, since what it operates on announces its changes.
    // eslint-disable-next-line @typescript-eslint/no-use-before-define
    readAttention: async () => (await operations.status()).attention,
  });
  const audit = createAudit(dependencies.auditor);
  const audiences = createAudiences({
    ...basics,
    ...stores,
    readers: settings.privacy.readers,
  });
  const announcer = createAnnouncer({
    ...dependencies,
    audiences,
    onAnnounced: notifications.onAnnounced,
  });
  const linear =
    settings.linear.kind === 'configured'
      ? createLinear({
          ...dependencies,
          ...stores,
          ...basics,
          linearSettings: settings.linear,
          announcer,
          audit,
          metrics,
        })
      : undefined;
  const owners = createOwnerRefresh({ database, jobs, catalog, auth });
  const queries: IncidentQueries = {
    database,
    shownItems: scope => actionItems.shown({ scope }),
    prefix,
    now,
  };
  const incidents = createIncidentService({
    ...stores,
    queries,
    parentIssues: linear?.requests,
    declarePerMinute: settings.declarePerMinute,
    catalog,
    logger,
    announcer,
  });
  const sync = createSyncService({
    ...stores,
    isConfigured: linear !== undefined,
    throttleMilliseconds: settings.sync.throttleMs,
  });
  const operated = {
    ...stores,
    startedAt: now(),
    linear: linear && {
      ...linear,
      webhookSilenceMs: settings.sync.webhookSilenceMs,
    },
    configFaults: settings.configFaults,
    ref,
    now,
  };
  const operations = createOperations(operated);
  const doctor = doctorRoute({
    ...dependencies,
    ...operated,
    settings,
    operations,
  });

  const worker = createWorker({
    ...basics,
    jobs,
    handlers: {
      ...linear?.handlers,
      ...owners.handlers,
      ...notifications.handlers,
    },
    classify: linearFailure,
    random: Math.random,
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
  const schedule = (
    id: string,
    frequency: { minutes: number } | { hours: number },
    fn: (signal: AbortSignal) => Promise<void>,
  ) => scheduler.scheduleTask({ id, frequency, timeout: { minutes: 5 }, fn });
  await schedule('incidents-reminders', { minutes: 15 }, () =>
    notifications.enqueueAll(),
  );
  await schedule('incidents-entity-owners', { minutes: 10 }, () =>
    owners.enqueueStale(),
  );
  await schedule('incidents-retention', { hours: 1 }, () =>
    deleteExpired({
      ...stores,
      linear: linear?.sync,
      settings: settings.retention,
      now,
      logger,
    }),
  );
  if (linear) {
    await linear.sync.schedule({ scheduler, lifecycle });
    await schedule('incidents-recovery', { hours: 1 }, linear.recover);
    await schedule(
      'incidents-parent-issue-backfill',
      { minutes: 10 },
      linear.backfill,
    );
    metrics.observe({
      linear: () => linear.gateway.status(),
      lagSeconds: () => linear.sync.deltas.lagSeconds(),
      work: () => jobs.count(),
    });
  }
  return createApi({
    ...basics,
    dependencies,
    stores,
    queries,
    audiences,
    incidents,
    sync,
    operations,
    doctor,
    announcer,
    audit,
    linear,
    metrics,
  });
}
