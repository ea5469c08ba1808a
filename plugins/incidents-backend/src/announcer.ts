import { LoggerService } from '@backstage/backend-plugin-api';
import {
  INCIDENTS_EVENTS_TOPIC,
  INCIDENTS_SIGNALS_CHANNEL,
} from '@backstage-incidents/incidents-common';
import { EventsService } from '@backstage/plugin-events-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { errorName } from './logUnexpectedError';

/** What is told to other plugins, after it was committed. */
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

/** Tells the rest of the house that something changed. */
export interface IncidentAnnouncer {
  announce(announcements: readonly IncidentAnnouncement[]): void;
  /** Makes open cards of the incident read again, though nothing to tell other plugins happened. */
  refreshed(incidentRef: string): void;
}

/**
 * Announces on the events topic and the signals channel. Best effort: both are
 * hints, consumers reconcile by reading.
 */
export class BackstageIncidentAnnouncer implements IncidentAnnouncer {
  readonly #events: EventsService;
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;

  constructor(options: {
    events: EventsService;
    signals: SignalsService;
    logger: LoggerService;
  }) {
    this.#events = options.events;
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  announce(announcements: readonly IncidentAnnouncement[]): void {
    for (const announcement of announcements) {
      this.#attempt(
        'event',
        this.#events.publish({
          topic: INCIDENTS_EVENTS_TOPIC,
          eventPayload: announcement,
        }),
      );
      this.#signal(announcement.type, announcement.incidentRef);
    }
  }

  refreshed(incidentRef: string): void {
    this.#signal('incident.refreshed', incidentRef);
  }

  #signal(type: string, incidentRef: string): void {
    this.#attempt(
      'signal',
      this.#signals.publish({
        recipients: { type: 'broadcast' },
        channel: INCIDENTS_SIGNALS_CHANNEL,
        message: { type, incidentRef },
      }),
    );
  }

  #attempt(what: string, sending: Promise<void>): void {
    sending.catch(error =>
      this.#logger.warn(
        `An ${what} could not be published, readers will notice by polling: ${errorName(
          error,
        )}`,
      ),
    );
  }
}
