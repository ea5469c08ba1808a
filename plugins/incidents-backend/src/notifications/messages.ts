import { LinearStatus } from '@backstage-incidents/incidents-common';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Duration } from 'luxon';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { NotifiedItem } from './facts';
import { NotificationTrigger } from './triggers';

/** What Backstage shows. */
export type NotificationPayload = NotificationSendOptions['payload'];

/** The topics under which people find, and turn off, notifications. */
export const TOPICS: Record<NotificationTrigger['kind'], string> = {
  dueSoon: 'action-item-due-soon',
  overdue: 'action-item-overdue',
  assigned: 'action-item-assigned',
  closed: 'incident-closed',
  escalated: 'work-escalated',
  needsAttention: 'needs-attention',
};

const LEAD_IN = {
  dueSoon: 'Due soon',
  overdue: 'Overdue',
  assigned: 'Assigned to you',
};

const WITHHELD = {
  dueSoon: 'is due soon',
  overdue: 'is overdue',
  assigned: 'was assigned to you',
};

type ItemKind = keyof typeof LEAD_IN;

function aboutItem(kind: ItemKind, issueId: string, ref: string) {
  return {
    topic: TOPICS[kind],
    scope: `incidents:${ref}:${issueId}:${kind}`,
    link: incidentPath(ref),
    severity: kind === 'overdue' ? ('high' as const) : ('normal' as const),
  };
}

/** What assignees read of an item of theirs that privacy keeps from them: no title. */
export function withheldMessage(options: {
  kind: ItemKind;
  item: Pick<NotifiedItem, 'issueId' | 'identifier' | 'dueAt'>;
  ref: string;
  now: Date;
}): NotificationPayload {
  const { kind, item, ref, now } = options;
  return {
    ...aboutItem(kind, item.issueId, ref),
    title: `An action item of a private incident ${WITHHELD[kind]}`,
    description: sentences(
      item.identifier,
      item.dueAt && dueIn(item.dueAt, now),
    ),
  };
}

/** What the assignee, or the lead in their place, reads about an item. */
export function itemMessage(options: {
  kind: ItemKind;
  item: Pick<NotifiedItem, 'issueId' | 'identifier' | 'title' | 'dueAt'>;
  /** At which they find the item. */
  incident: Pick<IncidentRecord, 'ref' | 'title'>;
  now: Date;
}): NotificationPayload {
  const { kind, item, incident, now } = options;
  const { ref } = incident;
  return {
    ...aboutItem(kind, item.issueId, ref),
    title: `${LEAD_IN[kind]}: ${item.identifier} ${item.title}`,
    description: sentences(
      `Action item of ${ref}: ${incident.title}`,
      item.dueAt && dueIn(item.dueAt, now),
    ),
  };
}

/** What lead and participants read when their incident is closed. */
export function closedMessage(
  { ref, title, status }: Pick<IncidentRecord, 'ref' | 'title' | 'status'>,
  openItems: number,
): NotificationPayload {
  const outcome = status === 'done' ? 'is done' : 'was canceled';
  return {
    topic: TOPICS.closed,
    scope: `incidents:${ref}:closed`,
    link: incidentPath(ref),
    severity: 'low',
    title: `${ref} ${outcome}: ${title}`,
    description: sentences(openItemsIn(openItems)),
  };
}

function openItemsIn(openItems: number): string {
  switch (openItems) {
    case 0:
      return 'No action item is open';
    case 1:
      return '1 action item is still open';
    default:
      return `${openItems} action items are still open`;
  }
}

const NAMED = 5;

/**
 * What operators read when jobs need attention. One message for all of them,
 * updated in place: an outage must not become a flood. References only, since
 * private incidents are among them.
 *
 * @param incidentRefs - of each job; `undefined`: it belongs to no incident
 */
export function escalatedMessage(
  incidentRefs: readonly (string | undefined)[],
): NotificationPayload {
  const refs = [...new Set(incidentRefs.filter(ref => ref !== undefined))];
  const [only] = refs;
  const isOne = refs.length === 1 && incidentRefs.length === 1;
  return {
    topic: TOPICS.escalated,
    scope: 'incidents:escalated',
    link: isOne ? incidentPath(only) : '/incidents/operations',
    severity: 'high',
    title:
      incidentRefs.length === 1
        ? `A background job${only ? ` of ${only}` : ''} needs attention`
        : `${incidentRefs.length} background jobs need attention`,
    description: sentences(
      refs.length > 0 && !isOne ? `Incidents: ${shortened(refs)}` : undefined,
      'See the operations page for the reason and what to do',
    ),
  };
}

/** What operators read when something other than a job needs attention; one message for all of it, references only. */
export function attentionMessage(
  attention: LinearStatus['attention'],
): NotificationPayload {
  const [first] = attention;
  const said = attention.map(({ incidentRef, message }) =>
    incidentRef ? `${incidentRef}: ${message}` : message,
  );
  return {
    topic: TOPICS.needsAttention,
    scope: 'incidents:needs-attention',
    link: '/incidents/operations',
    severity: 'high',
    title:
      attention.length === 1
        ? `Incidents: ${first.message}`
        : `Incidents: ${attention.length} problems need attention`,
    description: sentences(
      ...(attention.length === 1
        ? [first.incidentRef, first.fix]
        : said.slice(0, NAMED)),
      said.length > NAMED ? `And ${said.length - NAMED} more` : undefined,
    ),
  };
}

function shortened(refs: readonly string[]): string {
  const named = refs.slice(0, NAMED).join(', ');
  return refs.length > NAMED
    ? `${named} and ${refs.length - NAMED} more`
    : named;
}

/** The entity page that carries the card. */
function incidentPath(incidentRef: string): string {
  return `/catalog/default/incident/${incidentRef.toLocaleLowerCase('en-US')}`;
}

function dueIn(dueAt: Date, now: Date): string {
  const milliseconds = dueAt.getTime() - now.getTime();
  const distance = Math.abs(milliseconds);
  const hours = Math.floor(distance / 3_600_000);
  const duration = Duration.fromObject(
    hours >= 48 ? { days: Math.floor(hours / 24) } : { hours },
    { locale: 'en' },
  ).toHuman();
  if (hours === 0) {
    return milliseconds > 0 ? 'Due within the hour' : 'Due now';
  }
  return milliseconds > 0 ? `Due in ${duration}` : `Overdue by ${duration}`;
}

function sentences(...parts: (string | undefined)[]): string {
  return parts.flatMap(part => (part ? [`${part}.`] : [])).join(' ');
}
