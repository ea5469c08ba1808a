import {
  CreateIncident,
  PRIVATE_INCIDENT_TITLE,
} from '@backstage-incidents/incidents-common';
import { NewIncident } from './IncidentRecord';
import { incidentTimes } from './incidentTimes';
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
  const times = incidentTimes({
    status,
    previous: {
      startedAt: body.startedAt ?? now,
      mitigatedAt: undefined,
      closedAt: undefined,
    },
    given: {},
    now,
  });
  return {
    title: body.title ?? PRIVATE_INCIDENT_TITLE,
    summary: body.summary,
    severity: body.severity,
    status,
    visibility: body.visibility ?? 'public',
    lead: body.lead,
    reporter: requester.kind === 'user' ? requester.userRef : undefined,
    participants: body.participants ?? [],
    affects: body.affects ?? [],
    labels: body.labels ?? [],
    links: body.links ?? [],
    ...times,
    createdAt: now,
  };
}
