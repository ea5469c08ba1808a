import {
  IncidentAnnouncement,
  IncidentAnnouncer,
  IncidentEventType,
} from '../announcer';

/** Changes after which someone may have to be told. */
const TELLING: ReadonlySet<IncidentEventType> = new Set([
  'incident.closed',
  'action-item.added',
  'action-item.changed',
]);

/** Announces, and has the notifier look at once rather than at its next turn. */
export class NotifyingAnnouncer implements IncidentAnnouncer {
  readonly #announcer: IncidentAnnouncer;
  readonly #wake: () => void;

  constructor(options: { announcer: IncidentAnnouncer; wake: () => void }) {
    this.#announcer = options.announcer;
    this.#wake = options.wake;
  }

  announce(announcements: readonly IncidentAnnouncement[]): void {
    this.#announcer.announce(announcements);
    if (announcements.some(({ type }) => TELLING.has(type))) {
      this.#wake();
    }
  }

  refreshed(incidentRef: string): void {
    this.#announcer.refreshed(incidentRef);
  }
}
