import {
  Incident,
  incidentEntityRef,
  ParentIssue,
  PRIVATE_INCIDENT_TITLE,
  Progress,
  RedactedIncident,
} from '@backstage-incidents/incidents-common';
import { IncidentRecord } from './IncidentRecord';
import { ReadScope, VisibleIncident } from './privacy';

/** Incidents as readers get them. */
export type IncidentViews = ReturnType<typeof createIncidentViews>;

/** Reads the parent issues of incidents as readers get them, and the id of the team of each. */
export type ParentIssuesOf = (
  incidentNumbers: readonly number[],
) => Promise<
  (incidentNumber: number) => { view: ParentIssue; teamId: string | undefined }
>;

/** Reads what Linear adds to incidents at a fixed number of queries per page. */
export function createIncidentViews(deps: {
  parentIssuesOf: ParentIssuesOf;
  progressOf: (
    numbers: readonly number[],
    scope: ReadScope,
  ) => Promise<(number: number) => Progress>;
}) {
  async function viewMany(
    records: readonly IncidentRecord[],
    scope: ReadScope,
  ): Promise<Incident[]> {
    const numbers = records.map(record => record.number);
    const parentIssue = await deps.parentIssuesOf(numbers);
    const progress = await deps.progressOf(numbers, scope);
    return records.map(({ number, affectedOwners: _, ...incident }) => ({
      ...incident,
      entityRef: incidentEntityRef(incident.ref),
      parentIssue: parentIssue(number).view,
      progress: progress(number),
    }));
  }

  return {
    /**
     * Each incident in the form that its requester may have.
     *
     * @param scope - what they may see of other incidents
     */
    async views(
      incidents: readonly VisibleIncident[],
      scope: ReadScope,
    ): Promise<(Incident | RedactedIncident)[]> {
      const full = await viewMany(
        incidents.flatMap(({ form, record }) =>
          form === 'full' ? [record] : [],
        ),
        scope,
      );
      const byRef = new Map(full.map(incident => [incident.ref, incident]));
      return incidents.map(
        ({ record: { ref } }) => byRef.get(ref) ?? redacted(ref),
      );
    },
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
