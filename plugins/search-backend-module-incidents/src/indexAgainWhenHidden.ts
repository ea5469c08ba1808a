import {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import {
  INCIDENT_DOCUMENT_TYPE,
  INCIDENTS_EVENTS_TOPIC,
} from '@backstage-incidents/incidents-common';
import {
  changedIncidentRef,
  IncidentsService,
} from '@backstage-incidents/incidents-node';
import { ConstantBackoff, handleAll, IBackoffFactory, retry } from 'cockatiel';

/** The task that the search backend schedules for our documents. */
const TASK_ID = `search_index_${INCIDENT_DOCUMENT_TYPE}`;

/**
 * Indexes all incidents again as soon as one became private. A policy that allows
 * everything is not asked for single results, so the old document would be found
 * until the next scheduled run.
 */
export async function indexAgainWhenHidden(deps: {
  auth: AuthService;
  events: EventsService;
  incidents: IncidentsService;
  logger: LoggerService;
  scheduler: SchedulerService;
  /** Waits between attempts: the task may be running, with what it read before. */
  backoff?: IBackoffFactory<unknown>;
}): Promise<void> {
  const { auth, events, incidents, logger, scheduler } = deps;
  const { backoff = new ConstantBackoff(2000) } = deps;
  const triggering = retry(handleAll, { maxAttempts: 60, backoff });
  /** Those that need no further run: nothing of them was indexed since. */
  const hidden = new Set<string>();

  async function update(ref: string) {
    const { visibility } = await incidents.getIncidentAsService(ref, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    if (visibility === 'public') {
      hidden.delete(ref);
    } else if (!hidden.has(ref)) {
      hidden.add(ref);
      await triggering.execute(() => scheduler.triggerTask(TASK_ID));
    }
  }

  await events.subscribe({
    id: 'search-incidents',
    topics: [INCIDENTS_EVENTS_TOPIC],
    // Publishers wait for their subscribers: an edit does not wait for the index.
    onEvent: async ({ eventPayload }) => {
      const ref = changedIncidentRef(eventPayload);
      if (ref === undefined) return;
      update(ref).catch(error => {
        hidden.delete(ref);
        logger.warn(
          `Could not update search after a change of ${ref}; the next scheduled run will: ${stringifyError(
            error,
          )}`,
        );
      });
    },
  });
}
