import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ServiceIncident } from '@backstage-incidents/incidents-common';
import { IncidentsService } from './IncidentsService';

const PAGE_SIZE = 200;

/**
 * Reads every incident with a service's own credentials, which show private ones
 * only in their redacted form.
 *
 * Throws rather than return a partial list: whoever mirrors incidents would
 * remove what is missing in it. Reads in order of creation, which never changes, so that an incident declared
 * or edited meanwhile shifts no page.
 *
 * @public
 */
export async function readAllIncidents(options: {
  incidents: IncidentsService;
  credentials: BackstageCredentials;
  signal?: AbortSignal;
}): Promise<ServiceIncident[]> {
  const { incidents, credentials, signal } = options;
  const incidentsByRef = new Map<string, ServiceIncident>();
  let expected: number | undefined;
  let cursor: string | undefined;
  do {
    const page = await incidents.listIncidentsAsService(
      { orderBy: 'createdAt', limit: PAGE_SIZE, ...(cursor && { cursor }) },
      { credentials, signal },
    );
    const known = incidentsByRef.size;
    for (const incident of page.items) {
      incidentsByRef.set(incident.ref, incident);
    }
    expected ??= page.totalItems;
    cursor = page.nextCursor;
    if (cursor !== undefined && incidentsByRef.size === known) {
      throw new Error(
        `The list of incidents stopped advancing after ${known} incidents`,
      );
    }
  } while (cursor !== undefined);
  if (incidentsByRef.size < expected) {
    throw new Error(
      `The list of incidents ended after ${incidentsByRef.size} of ${expected}`,
    );
  }
  return [...incidentsByRef.values()];
}
