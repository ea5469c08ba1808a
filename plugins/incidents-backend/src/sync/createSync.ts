import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { SweepState } from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentAnnouncer } from '../announcer';
import { ConfiguredLinearSettings, IncidentsSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { LinearTeams } from '../database/LinearTeams';
import { ConflictListener } from '../database/updateVersioned';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { TimelineStore } from '../incidents/timeline';
import { ClaimedJob, JobHandlers, JobPriority, JobQueue } from '../jobs';
import { LinearCall, LinearGateway, LinearIssue } from '../linear';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { CatalogUsers } from '../catalog/users';
import { createChangedRelations } from './ChangedRelations';
import { createDeltaStore, runDelta } from './delta';
import { createIncidentWriter } from './IncidentWriter';
import { createIssueApplier } from './IssueApplier';
import { createItemMapper } from './ItemMapper';
import { createKnownIssues } from './KnownIssues';
import { createLinearProbe } from './LinearProbe';
import { refreshIncident } from './refresh';
import { runSweep } from './sweep';
import { createSweepStore, SweepRecord, toSweepState } from './sweepStore';
import { refreshJob, SyncStore } from './SyncStore';
import { createWebhookInbox } from './WebhookInbox';
import { ReadingJob } from './WriteGuard';

/** As many as Linear looks up in one request. */
const ISSUES_PER_READ = 250;
const PROBE_TASK = 'incidents-linear-probe';
const PROBE_MINUTES = 10;
/** A permanently failed delta is retried automatically after this time. */
const RESUME_DELTA_MS = 3_600_000;

/** Everything that reads Linear automatically. */
export type Sync = ReturnType<typeof createSync>;

export function createSync(deps: {
  settings: IncidentsSettings;
  linearSettings: ConfiguredLinearSettings;
  linear: LinearGateway;
  database: IncidentsDatabase;
  parentIssues: ParentIssueStore;
  requests: ParentIssueRequests;
  actionItems: ActionItemStore;
  syncs: SyncStore;
  teams: LinearTeams;
  jobs: JobQueue;
  timeline: TimelineStore;
  users: CatalogUsers;
  announcer: IncidentAnnouncer;
  logger: LoggerService;
  now: () => Date;
  newId: () => string;
  ref: (incidentNumber: number) => string;
  onConflict?: ConflictListener;
  /** Called with the duration of each complete delta, in milliseconds. */
  onDelta?: (milliseconds: number) => void;
  /** Called with every page of issues that a delta reads. */
  onIssues?: (issues: readonly LinearIssue[]) => Promise<void>;
}) {
  const { settings, linear, database, jobs } = deps;
  const { knex } = database;
  const known = createKnownIssues(database);
  const mapper = createItemMapper(deps);
  const writer = createIncidentWriter(deps);
  const applier = createIssueApplier({ ...deps, known, mapper, writer });
  const reading = { ...deps, known, mapper, writer, applier };
  const relations = createChangedRelations(reading);
  const deltas = createDeltaStore(deps);
  const sweeps = createSweepStore(deps);
  const probe = createLinearProbe(deps);
  const inbox = createWebhookInbox({
    ...reading,
    ownActorId: probe.ownActorId,
  });
  const background = (signal: AbortSignal): LinearCall => ({
    priority: 'background',
    signal,
  });
  const readingJob = async (
    claimed: readonly ClaimedJob[],
    signal: AbortSignal,
  ): Promise<ReadingJob> => ({
    call: background(signal),
    guard: (tx, writing) => jobs.ensureHeld(tx, claimed, writing),
    startedAt: await database.now(),
  });

  /** Reads issues again that a webhook named, together. */
  async function readIssues(
    claimed: readonly ClaimedJob[],
    { call, ...job }: ReadingJob,
  ): Promise<void> {
    const issueIds = claimed.map(({ key }) => key);
    const { issues: found } = await linear.findIssues(issueIds, call);
    await applier.apply([...found.values()], { writer: 'webhook', ...job });
    // A missing issue alone proves nothing; a complete read of its incidents does.
    const absent = issueIds.filter(id => !found.has(id));
    const items = await known.itemsAmong(absent);
    const parents = await known.parentsAmong(absent);
    const incidents = new Set([
      ...items.map(item => item.incidentNumber),
      ...parents.values(),
    ]);
    await jobs.enqueueAll(knex, [...incidents].map(refreshJob));
  }

  const handlers: JobHandlers = {
    refresh: {
      run: async (job, signal) => {
        if (job.incidentNumber === undefined) {
          throw new Error(`Job ${job.id} belongs to no incident`);
        }
        return refreshIncident(reading, job.incidentNumber, {
          ...(await readingJob([job], signal)),
          call: { priority: job.priority, signal },
        });
      },
    },
    readIssues: {
      batch: ISSUES_PER_READ,
      runAll: async (claimed, signal) =>
        readIssues(claimed, await readingJob(claimed, signal)),
    },
    readTeams: { run: (_job, signal) => probe.read(background(signal)) },
    delta: {
      run: async (job, signal) =>
        runDelta(
          { ...reading, deltas, relations },
          await readingJob([job], signal),
        ),
    },
    sweepStep: {
      run: async (job, signal) =>
        runSweep({ ...reading, sweeps }, await readingJob([job], signal)),
    },
  };

  async function enqueueDelta(): Promise<void> {
    const escalatedAt = (await jobs.find('delta', 'workspace'))?.escalatedAt;
    const now = await database.now();
    // Enqueued at every tick, it would alarm operators again at every tick.
    if (
      escalatedAt === undefined ||
      now.getTime() - escalatedAt.getTime() >= RESUME_DELTA_MS
    ) {
      await jobs.enqueue(knex, { kind: 'delta', key: 'workspace' });
    }
  }

  async function enqueueSweep(
    priority: JobPriority,
    options: { acceptRemovals: boolean },
  ): Promise<SweepRecord> {
    return knex.transaction(async tx => {
      const sweep = options.acceptRemovals
        ? await sweeps.acceptRemovals(tx)
        : await sweeps.request(tx);
      if (!sweep) {
        throw new ConflictError(
          'acceptRemovals: the last re-sync holds no removals; start one without it',
        );
      }
      await jobs.enqueue(tx, { kind: 'sweepStep', key: 'workspace', priority });
      return sweep;
    });
  }

  return {
    handlers,
    record: applier.record,
    forget: applier.forget,
    deltas,
    sweeps,
    inbox,
    probe,

    /** The last sweep as operators see it; absent before the first. */
    async latestSweep(): Promise<SweepState | undefined> {
      const sweep = await sweeps.findLatest();
      const job = await jobs.find('sweepStep', 'workspace');
      return sweep && toSweepState(sweep, job?.state === 'escalated');
    },

    /**
     * Enqueues a sweep, for a person who does not wait for it; the running one if
     * there is one.
     *
     * @throws ConflictError when removals are accepted and none are held
     */
    startSweep: (options: { acceptRemovals: boolean }) =>
      enqueueSweep('interactive', options),

    async schedule(options: {
      scheduler: SchedulerService;
      lifecycle: LifecycleService;
    }): Promise<void> {
      const { scheduler, lifecycle } = options;
      await scheduler.scheduleTask({
        id: PROBE_TASK,
        scope: 'local',
        frequency: { minutes: PROBE_MINUTES },
        timeout: { minutes: 1 },
        fn: signal => probe.run(background(signal)),
      });
      // After a start while Linear was down: once it responds, not only at the next tick.
      const unsubscribe = linear.onRecovered(() => {
        if (probe.hasFailed()) {
          scheduler.triggerTask(PROBE_TASK).catch(() => {
            // It runs already.
          });
        }
      });
      lifecycle.addShutdownHook(unsubscribe);
      await scheduler.scheduleTask({
        id: 'incidents-delta',
        frequency: { milliseconds: settings.sync.frequencyMs },
        timeout: { minutes: 1 },
        fn: enqueueDelta,
      });
      await scheduler.scheduleTask({
        id: 'incidents-sweep',
        frequency: { minutes: 1 },
        timeout: { minutes: 1 },
        fn: async () => {
          if (await sweeps.isDue(settings.sync.fullSweepMs)) {
            await enqueueSweep('background', { acceptRemovals: false });
          }
        },
      });
    },
  };
}
