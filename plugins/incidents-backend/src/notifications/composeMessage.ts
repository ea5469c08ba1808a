import { AuthService } from '@backstage/backend-plugin-api';
import { Entity, RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { reason } from '@backstage-incidents/incidents-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { normalizeRef, relationTargets } from '../catalog/refs';
import { IncidentStore } from '../incidents/IncidentStore';
import { RetryLaterError } from '../RetryLaterError';
import { NotificationFacts, NotifiedItem } from './facts';
import {
  closedMessage,
  escalatedMessage,
  itemMessage,
  NotificationPayload,
} from './messages';
import {
  NotificationTrigger,
  reminderAt,
  ReminderWindows,
  triggerKey,
} from './triggers';

/** Assignments and closings older than this, after an outage, are not sent any more. */
const NEWS_MS = 7 * 24 * 60 * 60_000;

/** A message to people by name, never to everyone; or none, since it is no longer true. */
export type ComposedMessage =
  | { outcome: 'send'; to: string[]; payload: NotificationPayload }
  | { outcome: 'drop' };

const DROP: ComposedMessage = { outcome: 'drop' };

export interface ComposeDeps {
  facts: NotificationFacts;
  incidents: IncidentStore;
  catalog: CatalogService;
  auth: AuthService;
  windows: ReminderWindows;
  /** Entity refs of users and groups. */
  operators: readonly string[];
  /** `incidents.privacy.readers`. */
  readers: readonly string[];
  ref: (incidentNumber: number) => string;
}

/** Makes the text of a notification from what is true, and by what the recipient may see, now. */
export async function composeMessage(
  deps: ComposeDeps,
  options: { trigger: NotificationTrigger; createdAt: Date; now: Date },
): Promise<ComposedMessage> {
  const { trigger, createdAt, now } = options;
  const isOld = now.getTime() - createdAt.getTime() > NEWS_MS;
  switch (trigger.kind) {
    case 'dueSoon':
    case 'overdue': {
      const item = await deps.facts.find(trigger.issueId);
      const present = item && reminderAt({ item, windows: deps.windows, now });
      return present && triggerKey(present) === triggerKey(trigger)
        ? aboutItem(deps, {
            kind: trigger.kind,
            item,
            candidates: item.candidates,
            now,
          })
        : DROP;
    }
    case 'assigned': {
      const item = await deps.facts.find(trigger.issueId);
      return item?.open && item.assigneeId === trigger.assigneeId && !isOld
        ? aboutItem(deps, {
            kind: 'assigned',
            item,
            candidates: item.assigneeRef ? [item.assigneeRef] : [],
            now,
          })
        : DROP;
    }
    case 'closed':
      return isOld ? DROP : aboutClosedIncident(deps, trigger);
    case 'escalated':
      return aboutEscalatedJobs(deps);
    default:
      throw new Error(
        `Unknown trigger ${JSON.stringify(trigger satisfies never)}`,
      );
  }
}

/** To the first of the candidates for whom there is such an item. */
async function aboutItem(
  deps: ComposeDeps,
  options: {
    kind: 'dueSoon' | 'overdue' | 'assigned';
    item: NotifiedItem;
    candidates: readonly string[];
    now: Date;
  },
): Promise<ComposedMessage> {
  const { kind, item, candidates, now } = options;
  for (const candidate of new Set(candidates)) {
    const number = await homeFor(deps, item, candidate);
    const home = number && (await deps.incidents.find(number));
    if (home) {
      return {
        outcome: 'send',
        to: [candidate],
        payload: itemMessage({ kind, item, incident: home, now }),
      };
    }
  }
  return DROP;
}

async function aboutClosedIncident(
  deps: ComposeDeps,
  trigger: Extract<NotificationTrigger, { kind: 'closed' }>,
): Promise<ComposedMessage> {
  const [incident] = await deps.incidents.findMany([trigger.incidentNumber]);
  if (incident?.closedAt !== trigger.closedAt) {
    return DROP;
  }
  const { status, lead, participants } = incident;
  // Lead and participants may see a private incident in full.
  const to = [...new Set([...(lead ? [lead] : []), ...participants])];
  if (to.length === 0 || (status !== 'done' && status !== 'canceled')) {
    return DROP;
  }
  return {
    outcome: 'send',
    to,
    payload: closedMessage({
      incidentRef: incident.ref,
      title: incident.title,
      status,
      openItems: await deps.facts.countOpen(incident),
    }),
  };
}

async function aboutEscalatedJobs(deps: ComposeDeps): Promise<ComposedMessage> {
  const escalated = await deps.facts.escalated();
  return escalated.length === 0 || deps.operators.length === 0
    ? DROP
    : {
        outcome: 'send',
        to: [...deps.operators],
        payload: escalatedMessage({
          incidentRefs: escalated.map(({ incidentNumber }) =>
            incidentNumber === undefined ? undefined : deps.ref(incidentNumber),
          ),
        }),
      };
}

/**
 * The incident at which a recipient, who is not here to say who they are, finds
 * an item. Groups count as far as the catalog names the user a direct member; it
 * is asked only where that matters.
 *
 * @throws RetryLaterError when it matters and the catalog does not respond
 */
async function homeFor(
  { facts, readers, catalog, auth }: ComposeDeps,
  item: NotifiedItem,
  recipient: string,
): Promise<number | undefined> {
  const userRef = normalizeRef(recipient);
  const readAll = new Set(readers.map(normalizeRef));
  const home = (groupRefs: readonly string[]) =>
    facts.homeFor(item, {
      kind: 'user',
      userRef,
      groupRefs,
      readsEverything: [userRef, ...groupRefs].some(ref => readAll.has(ref)),
    });
  const ofTheirOwn = await home([]);
  if (ofTheirOwn !== undefined) {
    return ofTheirOwn;
  }
  let user: Entity | undefined;
  try {
    user = await catalog.getEntityByRef(userRef, {
      credentials: await auth.getOwnServiceCredentials(),
    });
  } catch {
    throw new RetryLaterError(reason('catalogUnavailable'), 60);
  }
  return home(relationTargets(user, RELATION_MEMBER_OF));
}
