import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentAnnouncer } from '../announcer';
import { ConfiguredLinearSettings, IncidentsSettings } from '../config';
import { ConflictListener } from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Leases } from '../database/Leases';
import { LinearTeams } from '../database/LinearTeams';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { LinearCall, LinearGateway, LinearIssue } from '../linear';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { CatalogUsers } from '../catalog/users';
import { JobQueue } from '../jobs';
import { BackgroundRuns } from './BackgroundRuns';
import { ChangedRelations } from './ChangedRelations';
import { DeltaService } from './DeltaService';
import { DeltaStore } from './DeltaStore';
import { IncidentWriter } from './IncidentWriter';
import { IssueApplier } from './IssueApplier';
import { ItemMapper } from './ItemMapper';
import { KnownIssues } from './KnownIssues';
import { LinearProbe } from './LinearProbe';
import { readIssues } from './readIssues';
import { RefreshService } from './RefreshService';
import { SweepRecord } from './Sweep';
import { SweepCandidates } from './SweepCandidates';
import { SweepService } from './SweepService';
import { SweepStore } from './SweepStore';
import { SyncStore } from './SyncStore';
import { VisibleTeams } from './VisibleTeams';
import { WebhookInbox } from './WebhookInbox';
import { WriteGuard } from './WriteGuard';

const PROBE_MINUTES = 10;

/** Everything that reads Linear by itself, put together. */
export class SyncEngine {
  readonly refresh: RefreshService;
  readonly delta: DeltaService;
  readonly deltas: DeltaStore;
  readonly sweep: SweepService;
  readonly sweeps: SweepStore;
  readonly inbox: WebhookInbox;
  /** Reads issues again that a webhook named. */
  readonly readIssues: (
    issueIds: readonly string[],
    options: { call: LinearCall; guard: WriteGuard },
  ) => Promise<void>;
  readonly probe: LinearProbe;
  readonly #linear: LinearGateway;
  readonly #frequencyMilliseconds: number;
  readonly #runs: BackgroundRuns;

  private constructor(options: {
    refresh: RefreshService;
    delta: DeltaService;
    deltas: DeltaStore;
    sweep: SweepService;
    sweeps: SweepStore;
    inbox: WebhookInbox;
    readIssues: SyncEngine['readIssues'];
    probe: LinearProbe;
    linear: LinearGateway;
    frequencyMilliseconds: number;
    runs: BackgroundRuns;
  }) {
    this.refresh = options.refresh;
    this.delta = options.delta;
    this.deltas = options.deltas;
    this.sweep = options.sweep;
    this.sweeps = options.sweeps;
    this.inbox = options.inbox;
    this.readIssues = options.readIssues;
    this.probe = options.probe;
    this.#linear = options.linear;
    this.#frequencyMilliseconds = options.frequencyMilliseconds;
    this.#runs = options.runs;
  }

  static create(options: {
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
    onDelta?: (milliseconds: number) => void;
    /** Told every page of issues that a delta reads. */
    onIssues?: (issues: readonly LinearIssue[]) => Promise<void>;
  }): SyncEngine {
    const { settings, linear, database } = options;
    const known = new KnownIssues(database);
    const visibleTeams = new VisibleTeams(linear);
    const mapper = new ItemMapper({
      ...options,
      settings: settings.actionItems,
    });
    const writer = new IncidentWriter(options);
    const applier = new IssueApplier({ ...options, known, mapper, writer });
    const deltas = new DeltaStore(options);
    const sweeps = new SweepStore(options);
    const probe = new LinearProbe({
      ...options,
      settings: options.linearSettings,
    });
    return new SyncEngine({
      refresh: new RefreshService({
        ...options,
        mapper,
        writer,
        teams: visibleTeams,
      }),
      delta: new DeltaService({
        ...options,
        store: deltas,
        applier,
        relations: new ChangedRelations({ ...options, known, applier, mapper }),
        onComplete: options.onDelta,
      }),
      deltas,
      sweep: new SweepService({
        ...options,
        tools: {
          linear,
          store: sweeps,
          candidates: new SweepCandidates(database),
          syncs: options.syncs,
          known,
          applier,
          mapper,
          writer,
          teams: visibleTeams,
          maxDisappearing: settings.sync.maxDisappearing,
        },
        intervalMilliseconds: settings.sync.fullSweepMs,
      }),
      sweeps,
      inbox: new WebhookInbox({
        ...options,
        known,
        ownActorId: () => probe.ownActorId,
      }),
      readIssues: (issueIds, how) =>
        readIssues(
          issueIds,
          { ...options, knex: database.knex, known, applier },
          how,
        ),
      probe,
      linear,
      frequencyMilliseconds: settings.sync.frequencyMs,
      runs: new BackgroundRuns(options.logger),
    });
  }

  /** Asks for a sweep and begins it here and now, without waiting for it. */
  async startSweep(options: { acceptRemovals: boolean }): Promise<SweepRecord> {
    const sweep = await this.sweep.request(options);
    this.#runs.start('sweep', signal => this.sweep.tick(signal));
    return sweep;
  }

  async schedule(options: {
    scheduler: SchedulerService;
    lifecycle: LifecycleService;
  }): Promise<void> {
    const { scheduler, lifecycle } = options;
    const startProbe = () =>
      this.#runs.start('probe', signal =>
        this.probe.run({ priority: 'background', signal }),
      );
    // After a start while Linear was down: once it responds, not only at the next tick.
    const unsubscribe = this.#linear.onRecovered(() => {
      if (this.probe.hasFailed) {
        startProbe();
      }
    });
    lifecycle.addShutdownHook(() => {
      unsubscribe();
      return this.#runs.stop();
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
      frequency: { milliseconds: this.#frequencyMilliseconds },
      timeout: { minutes: 5 },
      fn: signal => this.delta.tick(signal),
    });
    await scheduler.scheduleTask({
      id: 'incidents-sweep',
      frequency: { minutes: 1 },
      timeout: { minutes: 5 },
      fn: signal => this.sweep.tick(signal),
    });
  }
}
