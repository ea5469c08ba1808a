import { LoggerService } from '@backstage/backend-plugin-api';
import {
  INCIDENTS_EVENTS_TOPIC,
  INCIDENTS_SIGNALS_CHANNEL,
} from '@backstage-incidents/incidents-common';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import type { Audience, Audiences } from './incidents/audience';
import { errorName } from './logUnexpectedError';

/** What other plugins learn, after it was committed. */
export type IncidentEventType =
  | 'incident.created'
  | 'incident.updated'
  | 'incident.closed'
  | 'action-item.added'
  | 'action-item.changed'
  | 'action-item.completed'
  | 'action-item.removed';

/** One announcement; ids only. */
export interface IncidentAnnouncement {
  type: IncidentEventType;
  /** `INC-42`. */
  incidentRef: string;
  /** UUIDs in Linear of the action items concerned. */
  actionItemIds?: string[];
}

/** Publishes that something changed. Best effort: events and signals are hints, consumers reconcile by reading. */
export interface IncidentAnnouncer {
  announce(announcements: readonly IncidentAnnouncement[]): void;
  /** Makes open cards of the incident read again, though nothing of interest to other plugins happened. */
  refreshed(incidentRef: string): void;
}

/**
 * Announces on the events topic and the signals channel, and to this plugin's own
 * notifications. Everyone may listen to events, so those of a private incident
 * say no more than that it was updated; signals go only to whom they are
 * addressed.
 */
export function createAnnouncer(deps: {
  events: EventsService;
  signals: SignalsService;
  logger: LoggerService;
  audiences: Pick<Audiences, 'of'>;
  onAnnounced: IncidentAnnouncer['announce'];
}): IncidentAnnouncer {
  const { events, signals, logger, audiences, onAnnounced } = deps;
  /** Keeps announcements in order while audiences are read. */
  let published = Promise.resolve();

  function attempt(what: string, publishing: Promise<void>): Promise<void> {
    return publishing.catch(error =>
      logger.warn(
        `Could not publish ${what}, readers notice by polling: ${errorName(
          error,
        )}`,
      ),
    );
  }

  async function signal(
    type: string,
    incidentRef: string,
    audience: Audience | undefined,
  ): Promise<void> {
    if (audience && audience.entityRefs.length > 0) {
      await signals.publish({
        recipients: { type: 'user', entityRef: audience.entityRefs },
        channel: INCIDENTS_SIGNALS_CHANNEL,
        message: { type, incidentRef },
      });
    }
  }

  async function publish(
    announcements: readonly IncidentAnnouncement[],
  ): Promise<void> {
    const refs = new Set(announcements.map(({ incidentRef }) => incidentRef));
    for (const incidentRef of refs) {
      const audience = await audiences.of(incidentRef);
      const own = announcements.filter(one => one.incidentRef === incidentRef);
      const payloads: IncidentAnnouncement[] =
        audience && !audience.isPrivate
          ? own
          : [{ type: 'incident.updated', incidentRef }];
      for (const eventPayload of payloads) {
        attempt(
          'an event',
          events.publish({ topic: INCIDENTS_EVENTS_TOPIC, eventPayload }),
        );
      }
      for (const { type } of own) {
        attempt('a signal', signal(type, incidentRef, audience));
      }
    }
  }

  const inOrder = (run: () => Promise<void>) => {
    published = attempt('what changed', published.then(run));
  };

  return {
    announce(announcements) {
      inOrder(() => publish(announcements));
      onAnnounced(announcements);
    },
    refreshed(incidentRef) {
      inOrder(async () =>
        signal(
          'incident.refreshed',
          incidentRef,
          await audiences.of(incidentRef),
        ),
      );
    },
  };
}
