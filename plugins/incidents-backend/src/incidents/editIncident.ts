import { UpdateIncident } from '@backstage-incidents/incidents-common';
import { IncidentRecord } from './IncidentRecord';
import { IncidentUpdate } from './IncidentStore';
import { incidentTimes } from './incidentTimes';

/** What an edit changes in an incident; what it does not name stays. */
export function editIncident(options: {
  record: IncidentRecord;
  body: UpdateIncident;
  now: Date;
}): IncidentUpdate {
  const { record, body, now } = options;
  const times = incidentTimes({
    status: body.status ?? record.status,
    previous: { ...record, startedAt: body.startedAt ?? record.startedAt },
    given: body,
    now: now.toISOString(),
  });
  const columns: IncidentUpdate['columns'] = {
    updated_at: now,
    started_at: new Date(times.startedAt),
    mitigated_at: times.mitigatedAt ? new Date(times.mitigatedAt) : null,
    closed_at: times.closedAt ? new Date(times.closedAt) : null,
  };
  if (body.title !== undefined) columns.title = body.title;
  if (body.summary !== undefined) columns.summary = body.summary;
  if (body.severity !== undefined) columns.severity = body.severity;
  if (body.status !== undefined) columns.status = body.status;
  if (body.visibility !== undefined) columns.visibility = body.visibility;
  if (body.lead !== undefined) columns.lead = body.lead;
  if (body.links !== undefined) columns.links = JSON.stringify(body.links);
  return {
    columns,
    lists: {
      participants: body.participants,
      affects: body.affects,
      labels: body.labels,
    },
  };
}
