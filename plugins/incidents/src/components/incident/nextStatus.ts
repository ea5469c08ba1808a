import {
  IncidentStatus,
  incidentStatusSchema,
} from '@backstage-incidents/incidents-common';

/** The usual order of statuses; any status can follow any other. */
const NEXT: Partial<Record<IncidentStatus, IncidentStatus>> = {
  active: 'mitigated',
  mitigated: 'postmortem',
  postmortem: 'done',
};

/** The usual next status, and all others. */
export function nextStatus(status: IncidentStatus): {
  next: IncidentStatus | undefined;
  others: IncidentStatus[];
} {
  const next = NEXT[status];
  return {
    next,
    others: incidentStatusSchema.options.filter(
      other => other !== status && other !== next,
    ),
  };
}

/** Whether an incident of this status is over. */
export function isClosedStatus(
  status: IncidentStatus,
): status is 'done' | 'canceled' {
  return status === 'done' || status === 'canceled';
}
