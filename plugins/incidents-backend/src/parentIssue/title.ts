import {
  Incident,
  PRIVATE_INCIDENT_TITLE,
} from '@backstage-incidents/incidents-common';

/**
 * Title of the parent issue: `[INC-n] title`, or the bare title where the
 * issue has the incident's own number. A private incident's title is never
 * part of it.
 */
export function parentIssueTitle(options: {
  incident: Pick<Incident, 'ref' | 'title' | 'visibility'>;
  syncIdentifiers: boolean;
}): string {
  const { incident, syncIdentifiers } = options;
  const title =
    incident.visibility === 'private' ? PRIVATE_INCIDENT_TITLE : incident.title;
  return syncIdentifiers ? title : `[${incident.ref}] ${title}`;
}
