import { JobRequest } from '../jobs';

/** A complete read of an incident's parent issue and items. */
export function refreshJob(incidentNumber: number): JobRequest {
  return { kind: 'refresh', key: String(incidentNumber), incidentNumber };
}
