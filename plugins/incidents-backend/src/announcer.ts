import { LoggerService } from '@backstage/backend-plugin-api';
import {
  INCIDENTS_EVENTS_TOPIC,
  INCIDENTS_SIGNALS_CHANNEL,
} from '@backstage-incidents/incidents-common';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
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

/** One announcement; ids only, since everyone may listen. */
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

/** Announces on the events topic and the signals channel, and to this plugin's own notifications. */
export function createAnnouncer(deps: {
  events: EventsService;
  signals: SignalsService;
  logger: LoggerService;
  onAnnounced: IncidentAnnouncer['announce'];
}): IncidentAnnouncer {
  const { events, signals, logger, onAnnounced } = deps;

  function attempt(what: string, publishing: Promise<void>): void {
    publishing.catch(error =>
      logger.warn(
        `Could not publish ${what}, readers notice by polling: ${errorName(
          error,
        )}`,
      ),
    );
  }

  function signal(type: string, incidentRef: string): void {
    attempt(
      'a signal',
      signals.publish({
        recipients: { type: 'broadcast' },
        channel: INCIDENTS_SIGNALS_CHANNEL,
        message: { type, incidentRef },
      }),
    );
  }

  return {
    announce(announcements) {
      for (const announcement of announcements) {
        attempt(
          'an event',
          events.publish({
            topic: INCIDENTS_EVENTS_TOPIC,
            eventPayload: announcement,
          }),
        );
        signal(announcement.type, announcement.incidentRef);
      }
      onAnnounced(announcements);
    },
    refreshed: incidentRef => signal('incident.refreshed', incidentRef),
  };
}
