import { IncidentStatus } from '@backstage-incidents/incidents-common';
import { InputError } from '@backstage/errors';
import { isClosed } from './IncidentRecord';

/** The instants that follow the status; ISO 8601 in UTC. */
export interface IncidentTimes {
  startedAt: string;
  mitigatedAt: string | undefined;
  closedAt: string | undefined;
}

/**
 * Times after a change of status: mitigation and closing are stamped when they
 * happen, unless someone says when they did; reopening clears the closing.
 *
 * @param given - what the edit says itself: `undefined` = nothing, `null` = clear
 * @throws InputError when the incident would end before it began
 */
export function incidentTimes(options: {
  status: IncidentStatus;
  previous: IncidentTimes;
  given: { mitigatedAt?: string | null; closedAt?: string | null };
  now: string;
}): IncidentTimes {
  const { status, previous, given, now } = options;
  const { startedAt } = previous;
  const stamp = now < startedAt ? startedAt : now;

  let mitigatedAt = previous.mitigatedAt;
  if (given.mitigatedAt !== undefined) {
    mitigatedAt = given.mitigatedAt ?? undefined;
  } else if (!mitigatedAt && status !== 'active' && status !== 'canceled') {
    mitigatedAt = stamp;
  }

  let closedAt = previous.closedAt;
  if (given.closedAt !== undefined) {
    closedAt = given.closedAt ?? undefined;
  } else if (!isClosed(status)) {
    closedAt = undefined;
  } else {
    closedAt ??= stamp;
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
