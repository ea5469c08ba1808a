import { IncidentStore } from '../incidents/IncidentStore';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { canRead } from '../incidents/privacy';
import { reminderAt, ReminderWindows } from './decideReminders';
import {
  closedMessage,
  escalatedMessage,
  itemMessage,
  NotificationPayload,
} from './messages';
import { NotificationFacts, NotifiedItem } from './NotificationFacts';
import { Occasion, occasionKey, Reminder } from './occasions';
import { RecipientRequesters } from './RecipientRequesters';

/** Older assignments and closings were overtaken by an outage: nobody is told late. */
const NEWS_MILLISECONDS = 7 * 24 * 60 * 60_000;

/** A message to people by name, never to everyone; or why there is none. */
export type ComposedMessage =
  | { outcome: 'send'; to: string[]; payload: NotificationPayload }
  | { outcome: 'drop' };

const DROP: ComposedMessage = { outcome: 'drop' };

/** Makes the text of an occasion from what is true, and by what the recipient may see, now. */
export class MessageComposer {
  readonly #facts: NotificationFacts;
  readonly #incidents: IncidentStore;
  readonly #recipients: RecipientRequesters;
  readonly #windows: ReminderWindows;
  readonly #operators: readonly string[];
  readonly #ref: (incidentNumber: number) => string;
  readonly #now: () => Date;

  constructor(options: {
    facts: NotificationFacts;
    incidents: IncidentStore;
    recipients: RecipientRequesters;
    windows: ReminderWindows;
    /** Entity refs of users and groups. */
    operators: readonly string[];
    ref: (incidentNumber: number) => string;
    now: () => Date;
  }) {
    this.#facts = options.facts;
    this.#incidents = options.incidents;
    this.#recipients = options.recipients;
    this.#windows = options.windows;
    this.#operators = options.operators;
    this.#ref = options.ref;
    this.#now = options.now;
  }

  async compose(occasion: Occasion, since: Date): Promise<ComposedMessage> {
    const isOld = this.#now().getTime() - since.getTime() > NEWS_MILLISECONDS;
    switch (occasion.kind) {
      case 'dueSoon':
      case 'overdue':
        return this.#reminder(occasion);
      case 'assigned':
        return isOld ? DROP : this.#assigned(occasion);
      case 'closed':
        return isOld ? DROP : this.#closed(occasion);
      case 'escalated':
        return this.#escalated();
      default:
        throw new Error(
          `Unknown occasion ${JSON.stringify(occasion satisfies never)}`,
        );
    }
  }

  async #reminder(occasion: Reminder): Promise<ComposedMessage> {
    const now = this.#now();
    const [item] = await this.#facts.items([occasion.issueId], now);
    const present = item && reminderAt({ item, windows: this.#windows, now });
    return present && occasionKey(present) === occasionKey(occasion)
      ? this.#aboutItem(occasion.kind, item, item.recipient)
      : DROP;
  }

  async #assigned(
    occasion: Extract<Occasion, { kind: 'assigned' }>,
  ): Promise<ComposedMessage> {
    const [item] = await this.#facts.items([occasion.issueId], this.#now());
    return item?.open && item.assigneeId === occasion.assigneeId
      ? this.#aboutItem('assigned', item, item.assigneeRef)
      : DROP;
  }

  async #aboutItem(
    kind: 'dueSoon' | 'overdue' | 'assigned',
    item: NotifiedItem,
    to: string | undefined,
  ): Promise<ComposedMessage> {
    const incidents = await this.#incidents.findMany(item.incidentNumbers);
    const [home] = incidents;
    if (!home || to === undefined) {
      return DROP;
    }
    const requester = await this.#recipients.requester(to);
    return {
      outcome: 'send',
      to: [to],
      payload: itemMessage({
        kind,
        item: {
          issueId: item.issueId,
          identifier: item.identifier,
          incidentRef: this.#ref(home.number),
          // The item of a private incident is private wherever else it is shown.
          words: incidents.every(incident => canRead(requester, incident))
            ? { title: item.title, incidentTitle: home.title }
            : 'withheld',
        },
        dueAt: item.dueAt,
        now: this.#now(),
      }),
    };
  }

  async #closed(
    occasion: Extract<Occasion, { kind: 'closed' }>,
  ): Promise<ComposedMessage> {
    const incident = await this.#incidents.find(occasion.incidentNumber);
    const status = incident && closedStatus(incident);
    if (!incident || !status || incident.closedAt !== occasion.closedAt) {
      return DROP;
    }
    // Lead and participants may see a private incident in full.
    const to = [
      ...new Set([
        ...(incident.lead ? [incident.lead] : []),
        ...incident.participants,
      ]),
    ];
    return to.length === 0
      ? DROP
      : {
          outcome: 'send',
          to,
          payload: closedMessage({
            incidentRef: this.#ref(incident.number),
            title: incident.title,
            status,
            openItems: await this.#facts.countOpen(incident.number),
          }),
        };
  }

  async #escalated(): Promise<ComposedMessage> {
    const escalated = await this.#facts.escalated();
    return escalated.length === 0 || this.#operators.length === 0
      ? DROP
      : {
          outcome: 'send',
          to: [...this.#operators],
          payload: escalatedMessage({
            incidentRefs: escalated.map(({ incidentNumber }) =>
              incidentNumber === undefined
                ? undefined
                : this.#ref(incidentNumber),
            ),
          }),
        };
  }
}

function closedStatus(
  incident: IncidentRecord,
): 'done' | 'canceled' | undefined {
  return incident.status === 'done' || incident.status === 'canceled'
    ? incident.status
    : undefined;
}
