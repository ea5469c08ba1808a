import {
  AuthService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { IncidentsSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Leases } from '../database/Leases';
import { IncidentStore } from '../incidents/IncidentStore';
import { WakeableRun } from '../jobs/WakeableRun';
import { MessageComposer } from './MessageComposer';
import { NotificationFacts } from './NotificationFacts';
import { NotificationSender } from './NotificationSender';
import { NotificationStore } from './NotificationStore';
import { OccasionFinder } from './OccasionFinder';
import { RecipientRequesters } from './RecipientRequesters';

const LEASE_MILLISECONDS = 5 * 60_000;
/** Longer than any window in which something is told once, where windows are not longer themselves. */
const REMEMBERED_MILLISECONDS = 90 * 24 * 60 * 60_000;

/** Tells people what concerns them through Backstage's notifications. */
export class Notifier {
  readonly #finder: OccasionFinder;
  readonly #sender: NotificationSender;
  readonly #store: NotificationStore;
  readonly #leases: Leases;
  readonly #rememberedMilliseconds: number;
  readonly #now: () => Date;
  readonly #changes: WakeableRun;

  private constructor(options: {
    finder: OccasionFinder;
    sender: NotificationSender;
    store: NotificationStore;
    leases: Leases;
    logger: LoggerService;
    rememberedMilliseconds: number;
    now: () => Date;
  }) {
    this.#finder = options.finder;
    this.#sender = options.sender;
    this.#store = options.store;
    this.#leases = options.leases;
    this.#rememberedMilliseconds = options.rememberedMilliseconds;
    this.#now = options.now;
    this.#changes = new WakeableRun({
      run: signal => this.#tellChanges(signal),
      logger: options.logger,
      onFailure: 'Could not look for what to notify of',
    });
  }

  static create(options: {
    settings: Pick<IncidentsSettings, 'actionItems' | 'operators' | 'privacy'>;
    database: IncidentsDatabase;
    leases: Leases;
    incidents: IncidentStore;
    notifications: NotificationService;
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
    now: () => Date;
    ref: (incidentNumber: number) => string;
  }): Notifier {
    const { settings } = options;
    const { sources, reminders } = settings.actionItems;
    const store = new NotificationStore(options.database);
    const facts = new NotificationFacts({ ...options, sources });
    return new Notifier({
      ...options,
      store,
      finder: new OccasionFinder({
        ...options,
        facts,
        store,
        windows: reminders,
        remind: reminders.enabled,
        tellOperators: settings.operators.length > 0,
      }),
      sender: new NotificationSender({
        ...options,
        store,
        composer: new MessageComposer({
          ...options,
          facts,
          recipients: new RecipientRequesters({
            ...options,
            readers: settings.privacy.readers,
          }),
          windows: reminders,
          operators: settings.operators,
        }),
      }),
      rememberedMilliseconds: Math.max(
        REMEMBERED_MILLISECONDS,
        2 * reminders.everyMs,
        2 * reminders.beforeMs,
      ),
    });
  }

  async schedule(options: {
    scheduler: SchedulerService;
    lifecycle: LifecycleService;
  }): Promise<void> {
    options.lifecycle.addShutdownHook(() => this.stop());
    await options.scheduler.scheduleTask({
      id: 'incidents-reminders',
      frequency: { minutes: 15 },
      timeout: { minutes: 5 },
      fn: signal => this.run(signal),
    });
  }

  /** Looks for changes worth telling now, without waiting for it. */
  wake(): void {
    this.#changes.wake();
  }

  /** Reminders, and whatever a wake-up missed; one replica at a time. */
  async run(signal: AbortSignal): Promise<void> {
    const lease = await this.#leases.acquire({
      key: 'reminders',
      milliseconds: LEASE_MILLISECONDS,
    });
    if (!lease) return;
    try {
      await this.#finder.findReminders();
      await this.#finder.findChanges();
      await this.#sender.send(AbortSignal.any([signal, this.#changes.stopped]));
      await this.#store.purge(
        new Date(this.#now().getTime() - this.#rememberedMilliseconds),
      );
    } finally {
      await lease.release();
    }
  }

  /** Finishes the message at hand. */
  async stop(): Promise<void> {
    await this.#changes.stop();
  }

  async #tellChanges(signal: AbortSignal): Promise<void> {
    await this.#finder.findChanges();
    await this.#sender.send(signal);
  }
}
