import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
  EntityLink,
} from '@backstage/catalog-model';
import {
  Incident,
  INCIDENT_API_VERSION,
  INCIDENT_KIND,
  INCIDENT_NAMESPACE,
  incidentRefSchema,
  LINEAR_ISSUE_ID_ANNOTATION,
  LINEAR_ISSUE_IDENTIFIER_ANNOTATION,
  PRIVATE_INCIDENT_TITLE,
  ServiceIncident,
  Visibility,
} from '@backstage-incidents/incidents-common';

/** What the entity of a public incident has: everything, or name, title and visibility only. */
export type EntityFields = 'full' | 'minimal';

/** What is not in the incident itself. */
export interface EntityOptions {
  /** Default: full. */
  show?: EntityFields;
  /** Entity ref of the group that owns everything affected. */
  owner?: string;
}

/**
 * The entity of an incident.
 *
 * Everyone who may read the catalog can read it, so of an incident that is not
 * public it uses the reference alone, whatever else was received.
 */
export function toIncidentEntity(
  incident: ServiceIncident,
  { show = 'full', owner }: EntityOptions = {},
): Entity {
  if (incident.visibility !== 'public') {
    return minimalEntity(incident.ref, PRIVATE_INCIDENT_TITLE, 'private');
  }
  return show === 'full'
    ? fullEntity(incident, owner)
    : minimalEntity(incident.ref, titleOf(incident), 'public');
}

function titleOf({ ref, title }: Incident): string {
  return `${ref} ${title}`;
}

function minimalEntity(
  ref: string,
  title: string,
  visibility: Visibility,
): Entity {
  return {
    apiVersion: INCIDENT_API_VERSION,
    kind: INCIDENT_KIND,
    metadata: {
      name: entityName(ref),
      namespace: INCIDENT_NAMESPACE,
      title,
      annotations: managedBy(ref),
    },
    spec: { visibility },
  };
}

function fullEntity(incident: Incident, owner: string | undefined): Entity {
  const { ref, parentIssue } = incident;
  const linked = parentIssue.status === 'linked';
  return {
    apiVersion: INCIDENT_API_VERSION,
    kind: INCIDENT_KIND,
    metadata: {
      name: entityName(ref),
      namespace: INCIDENT_NAMESPACE,
      title: titleOf(incident),
      description: `${incident.severity.toUpperCase()}, ${incident.status}: ${
        incident.title
      }`,
      tags: tagsOf(incident),
      annotations: {
        ...managedBy(ref),
        ...(linked &&
          parentIssue.id && { [LINEAR_ISSUE_ID_ANNOTATION]: parentIssue.id }),
        ...(linked &&
          parentIssue.identifier && {
            [LINEAR_ISSUE_IDENTIFIER_ANNOTATION]: parentIssue.identifier,
          }),
      },
      links: [...parentIssueLinks(parentIssue), ...incident.links],
    },
    spec: {
      type: 'incident',
      severity: incident.severity,
      status: incident.status,
      visibility: 'public',
      ...(incident.lead !== undefined && { lead: incident.lead }),
      ...(owner !== undefined && { owner }),
      affects: [...new Set(incident.affects)].sort(),
    },
  };
}

/** Severity, status and labels in the form that the catalog allows for tags. */
function tagsOf({ severity, status, labels }: Incident): string[] {
  const tags = labels.map(label =>
    label
      .toLocaleLowerCase('en-US')
      .replace(/[^a-z0-9:+#]+/g, '-')
      .slice(0, 63)
      .replace(/^-+|-+$/g, ''),
  );
  return [...new Set([severity, status, ...tags])].filter(Boolean);
}

function parentIssueLinks(parentIssue: Incident['parentIssue']): EntityLink[] {
  const { status, url, identifier } = parentIssue;
  if (status !== 'linked' || url === undefined || !isWebAddress(url)) {
    return [];
  }
  return [{ url, title: identifier ?? 'Parent issue', type: 'parent-issue' }];
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function managedBy(ref: string): Record<string, string> {
  return {
    [ANNOTATION_LOCATION]: `incidents:${ref}`,
    [ANNOTATION_ORIGIN_LOCATION]: `incidents:${ref}`,
  };
}

function entityName(ref: string): string {
  return incidentRefSchema.parse(ref).toLocaleLowerCase('en-US');
}
