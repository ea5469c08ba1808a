import { AuthService } from '@backstage/backend-plugin-api';
import { Entity, RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { LinearStatus, reason } from '@backstage-incidents/incidents-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { normalizeRef, relationTargets } from '../catalog/refs';
import { IncidentsSettings } from '../config';
import { isClosed } from '../incidents/IncidentRecord';
import { IncidentStore } from '../incidents/IncidentStore';
import { RetryLaterError } from '../RetryLaterError';
import { NotificationFacts, NotifiedItem } from './facts';
import {
  attentionMessage,
  closedMessage,
  escalatedMessage,
  itemMessage,
  NotificationPayload,
  withheldMessage,
} from './messages';
import {
  NotificationTrigger,
  reminderAt,
  triggerKey,
  TriggerOf,
} from './triggers';

/** Assignments and closings older than this, after an outage, are not sent any more. */
const NEWS_MS = 7 * 24 * 60 * 60_000;

/** A message to people by name, never to everyone. */
export interface ComposedMessage {
  /** Entity refs of users and groups. */
  to: string[];
  /** Who does not get it though they are a member of such a group. */
  except?: string;
  payload: NotificationPayload;
}

export interface ComposeDeps {
  facts: NotificationFacts;
  incidents: IncidentStore;
  catalog: CatalogService;
  auth: AuthService;
  settings: Pick<IncidentsSettings, 'actionItems' | 'operators' | 'privacy'>;
  /** What needs attention, as the operations page shows it. */
  readAttention: () => Promise<LinearStatus['attention']>;
  ref: (incidentNumber: number) => string;
  now: () => Date;
}

/**
 * Makes the text of a notification from what is true, and by what the recipient
 * may see, now.
 *
 * @returns `undefined` where it is no longer true, or there is nobody to read it
 */
export async function composeMessage(
  deps: ComposeDeps,
  pending: { trigger: NotificationTrigger; createdAt: Date },
): Promise<ComposedMessage | undefined> {
  const { trigger, createdAt } = pending;
  const { reminders: windows } = deps.settings.actionItems;
  const now = deps.now();
  const isOld = now.getTime() - createdAt.getTime() > NEWS_MS;
  switch (trigger.kind) {
    case 'dueSoon':
    case 'overdue': {
      const item = await deps.facts.find(trigger.issueId);
      const present = item && reminderAt({ item, windows, now });
      return present && triggerKey(present) === triggerKey(trigger)
        ? aboutItem(deps, trigger.kind, item)
        : undefined;
    }
    case 'assigned': {
      const item = await deps.facts.find(trigger.issueId);
      return item?.open && item.assigneeId === trigger.assigneeId && !isOld
        ? aboutItem(deps, 'assigned', {
            ...item,
            candidates: item.assigneeRef ? [item.assigneeRef] : [],
          })
        : undefined;
    }
    case 'closed':
      return isOld ? undefined : aboutClosedIncident(deps, trigger);
    case 'escalated':
      return aboutEscalatedJobs(deps);
    case 'needsAttention': {
      const attention = (await deps.readAttention()).filter(
        ({ code }) => code !== 'jobFailed',
      );
      return attention.length === 0 || deps.settings.operators.length === 0
        ? undefined
        : {
            to: deps.settings.operators,
            payload: attentionMessage(attention),
          };
    }
    default:
      throw new Error(
        `Unknown trigger ${JSON.stringify(trigger satisfies never)}`,
      );
  }
}

/**
 * To the assignee, who learns at least that an issue of theirs is due; else to the
 * first lead for whom there is such an item.
 */
async function aboutItem(
  deps: ComposeDeps,
  kind: 'dueSoon' | 'overdue' | 'assigned',
  item: NotifiedItem,
): Promise<ComposedMessage | undefined> {
  for (const candidate of new Set(item.candidates)) {
    const number = await homeFor(deps, item, candidate);
    const incident = number && (await deps.incidents.find(number));
    if (incident) {
      return {
        to: [candidate],
        payload: itemMessage({ kind, item, incident, now: deps.now() }),
      };
    }
    if (candidate === item.assigneeRef) {
      const ref = deps.ref(item.incidentNumbers[0]);
      return {
        to: [candidate],
        payload: withheldMessage({ kind, item, ref, now: deps.now() }),
      };
    }
  }
  return undefined;
}

async function aboutClosedIncident(
  deps: ComposeDeps,
  trigger: TriggerOf<'closed'>,
): Promise<ComposedMessage | undefined> {
  const incident = await deps.incidents.find(trigger.incidentNumber);
  if (incident?.closedAt !== trigger.closedAt || !isClosed(incident.status)) {
    return undefined;
  }
  const { lead, participants } = incident;
  const closedBy = await deps.facts.statusSetBy(incident.number);
  // Lead and participants may see a private incident in full.
  const people = new Set([...(lead ? [lead] : []), ...participants]);
  const to = [...people].filter(ref => ref !== closedBy);
  return to.length === 0
    ? undefined
    : {
        to,
        except: closedBy,
        payload: closedMessage(incident, await deps.facts.countOpen(incident)),
      };
}

async function aboutEscalatedJobs(
  deps: ComposeDeps,
): Promise<ComposedMessage | undefined> {
  const { operators } = deps.settings;
  const escalated = await deps.facts.escalated();
  return escalated.length === 0 || operators.length === 0
    ? undefined
    : {
        to: operators,
        payload: escalatedMessage(
          escalated.map(({ incidentNumber }) =>
            incidentNumber === undefined ? undefined : deps.ref(incidentNumber),
          ),
        ),
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
  { facts, settings, catalog, auth }: ComposeDeps,
  item: NotifiedItem,
  recipient: string,
): Promise<number | undefined> {
  const userRef = normalizeRef(recipient);
  const readAll = new Set(settings.privacy.readers.map(normalizeRef));
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
