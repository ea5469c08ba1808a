import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { LinearStatus, reason } from '@backstage-incidents/incidents-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { timeout, TimeoutStrategy } from 'cockatiel';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentAnnouncement, IncidentEventType } from '../announcer';
import { IncidentsSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { incidentNumber } from '../incidents/IncidentRecord';
import { IncidentStore } from '../incidents/IncidentStore';
import { ClaimedJob, JobHandlers, JobQueue, JobRequest } from '../jobs';
import { logUnexpectedError } from '../logUnexpectedError';
import { RetryLaterError } from '../RetryLaterError';
import { ComposedMessage, composeMessage } from './composeMessage';
import { createNotificationFacts, IncidentScope } from './facts';
import { createNotificationStore, PendingNotification } from './store';
import {
  assigneeChange,
  attentionTriggers,
  Reminder,
  reminderAt,
} from './triggers';

const TIMEOUT_MS = 20_000;
/** Longer than any window in which something is sent once, where windows are not longer themselves. */
const REMEMBERED_MS = 90 * 24 * 60 * 60_000;
const CHANGES_PER_RUN = 100;

/** Events after which someone may have to be notified. */
const TRIGGERING: ReadonlySet<IncidentEventType> = new Set([
  'incident.closed',
  'action-item.added',
  'action-item.changed',
]);

/**
 * Notifies people through Backstage's notifications. Two jobs: `findNotifications` compares what is true with what was sent and
 * stores what is to be sent; `notify` sends it. The first reads the database, not
 * events: what a crash or an outage missed is found the next time.
 */
export function createNotifications(deps: {
  settings: Pick<
    IncidentsSettings,
    'actionItems' | 'operators' | 'prefix' | 'privacy'
  >;
  database: IncidentsDatabase;
  jobs: JobQueue;
  incidents: IncidentStore;
  actionItems: ActionItemStore;
  notifications: NotificationService;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  /** What needs attention, as the operations page shows it. */
  readAttention: () => Promise<LinearStatus['attention']>;
  now: () => Date;
  newId: () => string;
  ref: (incidentNumber: number) => string;
}) {
  const { database, jobs, logger, now, settings } = deps;
  const { reminders: windows } = settings.actionItems;
  const { operators, prefix } = settings;
  const rememberedMs = Math.max(
    REMEMBERED_MS,
    2 * windows.everyMs,
    2 * windows.beforeMs,
  );
  const store = createNotificationStore(deps);
  const facts = createNotificationFacts(deps);
  const limit = timeout(TIMEOUT_MS, TimeoutStrategy.Aggressive);

  /** Windows that passed unnoticed are not made up for: only the present one counts. */
  async function findReminders(): Promise<Reminder[]> {
    const items = await facts.dueWithin(windows.beforeMs);
    return items
      .filter(item => item.fresh && item.candidates.length > 0)
      .flatMap(item => reminderAt({ item, windows, now: now() }) ?? []);
  }

  async function findTriggers(claimed: readonly ClaimedJob[]): Promise<void> {
    const keys = new Set(claimed.map(job => job.key));
    const isAll = keys.has('all');
    const scope: IncidentScope = isAll
      ? 'all'
      : claimed.flatMap(job => job.incidentNumber ?? []);
    const reassigned = await facts.reassigned(scope);
    const escalated =
      operators.length > 0 && (isAll || keys.has('escalated'))
        ? await facts.escalated()
        : [];
    const attention =
      operators.length > 0 && isAll
        ? attentionTriggers(await deps.readAttention())
        : [];
    await store.add({
      changes: reassigned.flatMap(item => assigneeChange(item, now()) ?? []),
      triggers: [
        ...(isAll && windows.enabled ? await findReminders() : []),
        ...(await facts.closed(scope)),
      ],
      together: [escalated.map(({ trigger }) => trigger), attention],
      now: now(),
    });
    if (isAll) {
      await store.purge(new Date(now().getTime() - rememberedMs));
    }
  }

  async function send(
    pending: PendingNotification,
    job: ClaimedJob,
  ): Promise<void> {
    const { key } = pending;
    await store.beginAttempt(key, job);
    let message: ComposedMessage | undefined;
    try {
      message = await composeMessage({ ...deps, facts }, pending);
      if (message) await deliver(message);
    } catch (error) {
      await store.recordFailure(key);
      throw error;
    }
    await store.settle(key, message ? 'sent' : 'dropped');
  }

  async function deliver(message: ComposedMessage): Promise<void> {
    const { to, except, payload } = message;
    const recipients = {
      type: 'entity' as const,
      entityRef: to,
      ...(except !== undefined && { excludeEntityRef: except }),
    };
    try {
      await limit.execute(() =>
        deps.notifications.send({ recipients, payload }),
      );
    } catch {
      // Its message might quote what was sent.
      throw new RetryLaterError(reason('notificationsUnavailable'), 1);
    }
  }

  function enqueueSoon(requests: readonly JobRequest[]): void {
    jobs.enqueueAll(database.knex, requests).catch(error =>
      // The task finds it within 15 minutes.
      logUnexpectedError({
        logger,
        error,
        id: deps.newId(),
        context: { enqueueing: 'findNotifications' },
      }),
    );
  }

  const handlers: JobHandlers = {
    findNotifications: { batch: CHANGES_PER_RUN, runAll: findTriggers },
    notify: {
      // One job sends all: what keeps one from being sent keeps all of them,
      // and operators see it once. It stops at the first failure; the failed
      // one is the last of the next attempt.
      async run(job, signal) {
        for (const pending of await store.listPending()) {
          signal.throwIfAborted();
          await send(pending, job);
        }
      },
    },
  };
  return {
    handlers,

    /** Looks at everything: reminders, and whatever else was missed. */
    async enqueueAll(): Promise<void> {
      await jobs.enqueue(database.knex, {
        kind: 'findNotifications',
        key: 'all',
      });
    },

    /** Looks at the incidents that changed, without waiting for it. */
    onAnnounced(announcements: readonly IncidentAnnouncement[]): void {
      const refs = announcements
        .filter(({ type }) => TRIGGERING.has(type))
        .map(announcement => announcement.incidentRef);
      const numbers = new Set(
        refs.flatMap(ref => incidentNumber(prefix, ref) ?? []),
      );
      enqueueSoon(
        [...numbers].map(number => ({
          kind: 'findNotifications',
          key: String(number),
          incidentNumber: number,
        })),
      );
    },

    /** Notifies operators of a job that needs attention, without waiting for it. */
    onEscalation(job: ClaimedJob): void {
      // A notification that notifications cannot be sent could not be sent.
      if (job.kind !== 'notify' && operators.length > 0) {
        enqueueSoon([{ kind: 'findNotifications', key: 'escalated' }]);
      }
    },
  };
}
