import {
  Incident,
  incidentEntityRef,
  ParentIssue,
  PRIVATE_INCIDENT_TITLE,
  Progress,
  RedactedIncident,
} from '@backstage-incidents/incidents-common';
import { ReadScope, VisibleIncident } from './privacy';

/** Incidents as readers get them. */
export type IncidentViews = ReturnType<typeof createIncidentViews>;

/** Reads the parent issues of incidents as readers get them, and the id of the team of each. */
export type ParentIssuesOf = (
  incidentNumbers: readonly number[],
) => Promise<
  (incidentNumber: number) => { view: ParentIssue; teamId: string | undefined }
>;

/**
 * Reads what Linear adds to incidents at a fixed number of queries per page.
 *
 * @returns each incident in the form that its requester may have; `scope` is what
 * they may see of other incidents
 */
export function createIncidentViews(deps: {
  parentIssuesOf: ParentIssuesOf;
  progressOf: (
    numbers: readonly number[],
    scope: ReadScope,
  ) => Promise<(number: number) => Progress>;
}) {
  return async (
    incidents: readonly VisibleIncident[],
    scope: ReadScope,
  ): Promise<(Incident | RedactedIncident)[]> => {
    const numbers = incidents.flatMap(({ form, record }) =>
      form === 'full' ? [record.number] : [],
    );
    const parentIssue = await deps.parentIssuesOf(numbers);
    const progress = await deps.progressOf(numbers, scope);
    return incidents.map(({ form, record }) => {
      if (form === 'redacted') return redacted(record.ref);
      const { number, affectedOwners: _, ...incident } = record;
      return {
        ...incident,
        entityRef: incidentEntityRef(incident.ref),
        parentIssue: parentIssue(number).view,
        progress: progress(number),
      };
    });
  };
}

/** What a service principal acting for itself learns of a private incident. */
function redacted(ref: string): RedactedIncident {
  return {
    ref,
    entityRef: incidentEntityRef(ref),
    title: PRIVATE_INCIDENT_TITLE,
    visibility: 'private',
  };
}
