import {
  CreateIncident,
  IncidentStatus,
  PRIVATE_INCIDENT_TITLE,
  UpdateIncident,
} from '@backstage-incidents/incidents-common';
import { InputError } from '@backstage/errors';
import {
  IncidentEdit,
  IncidentRecord,
  isClosed,
  NewIncident,
} from './IncidentRecord';
import { Requester } from './Requester';

/** The incident that someone declares, before it has a number. */
export function draftIncident(options: {
  body: CreateIncident;
  requester: Requester;
  now: Date;
}): Omit<NewIncident, 'number'> {
  const { body, requester } = options;
  const now = options.now.toISOString();
  const status = body.status ?? 'active';
  return {
    ...body,
    title: body.title ?? PRIVATE_INCIDENT_TITLE,
    status,
    visibility: body.visibility ?? 'public',
    reporter: requester.kind === 'user' ? requester.userRef : undefined,
    participants: body.participants ?? [],
    affects: body.affects ?? [],
    labels: body.labels ?? [],
    links: body.links ?? [],
    ...incidentTimes({
      status,
      previous: { startedAt: body.startedAt ?? now },
      given: {},
      now,
    }),
    createdAt: now,
  };
}

/** What an edit changes in an incident; what it does not name stays. */
export function editIncident(options: {
  record: IncidentRecord;
  body: UpdateIncident;
  now: Date;
}): IncidentEdit {
  const { record, now } = options;
  const { expectedVersion: _, ...body } = options.body;
  const { startedAt, mitigatedAt, closedAt } = incidentTimes({
    status: body.status ?? record.status,
    previous: { ...record, startedAt: body.startedAt ?? record.startedAt },
    given: body,
    now: now.toISOString(),
  });
  return {
    ...body,
    startedAt,
    mitigatedAt: mitigatedAt ?? null,
    closedAt: closedAt ?? null,
    updatedAt: now.toISOString(),
  };
}

type IncidentTimes = Pick<
  IncidentRecord,
  'startedAt' | 'mitigatedAt' | 'closedAt'
>;

/**
 * Times after a change of status: mitigation and closing are stamped when they
 * happen, unless the edit says when they did; reopening clears the closing.
 *
 * @param given - what the edit says itself: `undefined` = nothing, `null` = clear
 * @throws InputError when the incident would end before it began
 */
function incidentTimes(options: {
  status: IncidentStatus;
  previous: IncidentTimes;
  given: { mitigatedAt?: string | null; closedAt?: string | null };
  now: string;
}): IncidentTimes {
  const { status, previous, given, now } = options;
  const { startedAt } = previous;
  const stamp = now < startedAt ? startedAt : now;

  let { mitigatedAt, closedAt } = previous;
  if (given.mitigatedAt !== undefined) {
    mitigatedAt = given.mitigatedAt ?? undefined;
  } else if (!mitigatedAt && status !== 'active' && status !== 'canceled') {
    mitigatedAt = stamp;
  }
  if (given.closedAt !== undefined) {
    closedAt = given.closedAt ?? undefined;
  } else {
    closedAt = isClosed(status) ? closedAt ?? stamp : undefined;
  }

  for (const [field, value] of Object.entries({ mitigatedAt, closedAt })) {
    if (value !== undefined && value < startedAt) {
      throw new InputError(
        `${field}: must not be earlier than startedAt (${startedAt})`,
      );
    }
  }
  return { startedAt, mitigatedAt, closedAt };
}
