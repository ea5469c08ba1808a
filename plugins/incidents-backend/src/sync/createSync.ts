import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { SweepState } from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { RecordIssue } from '../actionItems/ActionItemService';
import { IncidentAnnouncer } from '../announcer';
import { ConfiguredLinearSettings, IncidentsSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { LinearTeams } from '../database/LinearTeams';
import { ConflictListener } from '../database/updateVersioned';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { TimelineStore } from '../incidents/timeline';
import { JobHandlers, JobPriority, JobQueue } from '../jobs';
import { LinearCall, LinearGateway, LinearIssue } from '../linear';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { CatalogUsers } from '../catalog/users';
import { createChangedRelations } from './ChangedRelations';
import { runDelta } from './delta';
import { createDeltaStore } from './DeltaStore';
import { createIncidentWriter } from './IncidentWriter';
import { createIssueApplier } from './IssueApplier';
import { ItemMapper } from './ItemMapper';
import { KnownIssues } from './KnownIssues';
import { LinearProbe } from './LinearProbe';
import { ISSUES_PER_READ, readIssues } from './readIssues';
import { forgetItem, recordIssue } from './recordIssue';
import { refreshIncident } from './refresh';
import { runSweep } from './sweep';
import { createSweepStore, SweepRecord, toSweepState } from './sweepStore';
import { SyncStore } from './SyncStore';
import { createWebhookInbox } from './WebhookInbox';
import { claimGuard } from './WriteGuard';

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
  const known = new KnownIssues(database);
  const mapper = new ItemMapper({ ...deps, settings: settings.actionItems });
  const writer = createIncidentWriter(deps);
  const applier = createIssueApplier({ ...deps, known, mapper, writer });
  const deltas = createDeltaStore(deps);
  const relations = createChangedRelations({
    ...deps,
    knex,
    known,
    applier,
    mapper,
  });
  const sweeps = createSweepStore(deps);
  const probe = new LinearProbe({ ...deps, settings: deps.linearSettings });
  const inbox = createWebhookInbox({
    ...deps,
    known,
    ownActorId: () => probe.ownActorId,
  });
  const background = (signal: AbortSignal): LinearCall => ({
    priority: 'background',
    signal,
  });

  const handlers: JobHandlers = {
    refresh: {
      run: async (job, signal) => {
        if (job.incidentNumber === undefined) {
          throw new Error(`Job ${job.id} belongs to no incident`);
        }
        return refreshIncident(
          { ...deps, mapper, writer },
          job.incidentNumber,
          {
            call: { priority: job.priority, signal },
            guard: claimGuard(jobs, [job]),
          },
        );
      },
    },
    readIssues: {
      batch: ISSUES_PER_READ,
      runAll: (claimed, signal) =>
        readIssues(
          claimed.map(job => job.key),
          { knex, known, linear, applier, jobs },
          { call: background(signal), guard: claimGuard(jobs, claimed) },
        ),
    },
    readTeams: { run: (_job, signal) => probe.read(background(signal)) },
    delta: {
      run: (job, signal) =>
        runDelta(
          { ...deps, deltas, applier, relations },
          { call: background(signal), guard: claimGuard(jobs, [job]) },
        ),
    },
    sweepStep: {
      run: (job, signal) =>
        runSweep(
          {
            ...deps,
            sweeps,
            known,
            applier,
            mapper,
            writer,
            maxDisappearing: settings.sync.maxDisappearing,
          },
          { call: background(signal), guard: claimGuard(jobs, [job]) },
        ),
    },
  };

  async function enqueueDelta(): Promise<void> {
    const job = await jobs.find('delta', 'workspace');
    const { escalatedAt } = job ?? {};
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

  const record: RecordIssue = (issue, as) =>
    recordIssue({ known, mapper, writer }, issue, as);

  return {
    handlers,
    record,
    forget: (incidentNumber: number, issueId: string) =>
      forgetItem({ known, writer }, incidentNumber, issueId),
    deltas,
    sweeps,
    inbox,
    probe,

    /** The last sweep as operators see it; absent before the first. */
    async latestSweep(): Promise<SweepState | undefined> {
      const sweep = await sweeps.findLatest();
      const job = await jobs.find('sweepStep', 'workspace');
      return (
        sweep &&
        toSweepState(sweep, { isEscalated: job?.state === 'escalated' })
      );
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
        if (probe.hasFailed) {
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
