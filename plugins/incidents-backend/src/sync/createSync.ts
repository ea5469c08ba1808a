import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { RecordIssue } from '../actionItems/ActionItemService';
import { IncidentAnnouncer } from '../announcer';
import { ConfiguredLinearSettings, IncidentsSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Leases } from '../database/Leases';
import { LinearTeams } from '../database/LinearTeams';
import { ConflictListener } from '../database/updateVersioned';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { JobHandlers, JobQueue } from '../jobs';
import { LinearCall, LinearGateway, LinearIssue } from '../linear';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { CatalogUsers } from '../catalog/users';
import { BackgroundRuns } from './BackgroundRuns';
import { ChangedRelations } from './ChangedRelations';
import { runDelta } from './delta';
import { createDeltaStore } from './DeltaStore';
import { IncidentWriter } from './IncidentWriter';
import { IssueApplier } from './IssueApplier';
import { ItemMapper } from './ItemMapper';
import { KnownIssues } from './KnownIssues';
import { LinearProbe } from './LinearProbe';
import { ISSUES_PER_READ, readIssues } from './readIssues';
import { recordIssue } from './recordIssue';
import { RefreshService } from './RefreshService';
import { SweepCandidates } from './SweepCandidates';
import { SweepService } from './SweepService';
import { SweepStore } from './SweepStore';
import { SyncStore } from './SyncStore';
import { VisibleTeams } from './VisibleTeams';
import { WebhookInbox } from './WebhookInbox';
import { claimGuard } from './WriteGuard';

const PROBE_MINUTES = 10;
/** A delta that failed for good is tried again this much later without a click. */
const RESUME_DELTA_MS = 3_600_000;

/** Everything that reads Linear by itself. */
export type Sync = ReturnType<typeof createSync>;

export function createSync(deps: {
  settings: IncidentsSettings;
  linearSettings: ConfiguredLinearSettings;
  linear: LinearGateway;
  database: IncidentsDatabase;
  leases: Leases;
  parentIssues: ParentIssueStore;
  requests: ParentIssueRequests;
  actionItems: ActionItemStore;
  syncs: SyncStore;
  teams: LinearTeams;
  jobs: JobQueue;
  users: CatalogUsers;
  announcer: IncidentAnnouncer;
  logger: LoggerService;
  now: () => Date;
  newId: () => string;
  ref: (incidentNumber: number) => string;
  onConflict?: ConflictListener;
  /** Told how long a complete delta took, in milliseconds. */
  onDelta?: (milliseconds: number) => void;
  /** Told every page of issues that a delta reads. */
  onIssues?: (issues: readonly LinearIssue[]) => Promise<void>;
}) {
  const { settings, linear, database, jobs } = deps;
  const { knex } = database;
  const known = new KnownIssues(database);
  const visibleTeams = new VisibleTeams(linear);
  const mapper = new ItemMapper({ ...deps, settings: settings.actionItems });
  const writer = new IncidentWriter(deps);
  const applier = new IssueApplier({ ...deps, known, mapper, writer });
  const deltas = createDeltaStore(deps);
  const relations = new ChangedRelations({ ...deps, known, applier, mapper });
  const refresh = new RefreshService({
    ...deps,
    mapper,
    writer,
    teams: visibleTeams,
  });
  const sweeps = new SweepStore(deps);
  const sweep = new SweepService({
    ...deps,
    tools: {
      linear,
      store: sweeps,
      candidates: new SweepCandidates(database),
      syncs: deps.syncs,
      known,
      applier,
      mapper,
      writer,
      teams: visibleTeams,
      maxDisappearing: settings.sync.maxDisappearing,
    },
    intervalMilliseconds: settings.sync.fullSweepMs,
  });
  const probe = new LinearProbe({ ...deps, settings: deps.linearSettings });
  const inbox = new WebhookInbox({
    ...deps,
    known,
    ownActorId: () => probe.ownActorId,
  });
  const runs = new BackgroundRuns(deps.logger);
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
        return refresh.refresh(job.incidentNumber, {
          call: { priority: job.priority, signal },
          guard: claimGuard(jobs, [job]),
        });
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

  const record: RecordIssue = (issue, as) =>
    recordIssue({ known, mapper, writer }, issue, as);

  return {
    handlers,
    record,
    deltas,
    sweep,
    sweeps,
    inbox,
    probe,

    /** Enqueues a sweep and begins it here and now, without waiting for it. */
    async startSweep(options: { acceptRemovals: boolean }) {
      const requested = await sweep.request(options);
      runs.start('sweep', signal => sweep.tick(signal));
      return requested;
    },

    async schedule(options: {
      scheduler: SchedulerService;
      lifecycle: LifecycleService;
    }): Promise<void> {
      const { scheduler, lifecycle } = options;
      const startProbe = () =>
        runs.start('probe', signal => probe.run(background(signal)));
      // After a start while Linear was down: once it responds, not only at the next tick.
      const unsubscribe = linear.onRecovered(() => {
        if (probe.hasFailed) {
          startProbe();
        }
      });
      lifecycle.addShutdownHook(() => {
        unsubscribe();
        return runs.stop();
      });
      await scheduler.scheduleTask({
        id: 'incidents-linear-probe',
        scope: 'local',
        frequency: { minutes: PROBE_MINUTES },
        timeout: { minutes: 1 },
        // Not awaited: the plugin starts, and its other tasks too, with Linear down.
        fn: async () => startProbe(),
      });
      await scheduler.scheduleTask({
        id: 'incidents-delta',
        frequency: { milliseconds: settings.sync.frequencyMs },
        timeout: { minutes: 1 },
        fn: enqueueDelta,
      });
      await scheduler.scheduleTask({
        id: 'incidents-sweep',
        frequency: { minutes: 1 },
        timeout: { minutes: 5 },
        fn: signal => sweep.tick(signal),
      });
    },
  };
}
