import { Readable } from 'node:stream';
import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  INCIDENT_DOCUMENT_TYPE,
  Incident,
  IncidentDocument,
  incidentReadPermission,
} from '@backstage-incidents/incidents-common';
import {
  IncidentsService,
  readAllIncidents,
} from '@backstage-incidents/incidents-node';
import {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';

const PAGE_SIZE = 200;

/**
 * Search engines keep the old index when there is no document at all, and the last
 * public incident could never leave it.
 */
const placeholder: IndexableDocument = {
  title: 'Incidents',
  text: 'There are no public incidents',
  location: '/incidents',
};

/**
 * Documents of all public incidents. A private one has no document: an index has
 * no reader of its own, so whatever is in it depends on the policy alone.
 */
export function createIncidentCollator(deps: {
  auth: AuthService;
  incidents: IncidentsService;
}): DocumentCollatorFactory {
  return {
    type: INCIDENT_DOCUMENT_TYPE,
    // The search backend asks it for every result, with the document's resource.
    visibilityPermission: incidentReadPermission,
    getCollator: async () => Readable.from(readDocuments(deps)),
  };
}

async function* readDocuments(deps: {
  auth: AuthService;
  incidents: IncidentsService;
}): AsyncGenerator<IndexableDocument> {
  const { auth, incidents } = deps;
  const credentials = await auth.getOwnServiceCredentials();
  const titlesByRef = await readItemTitles({ incidents, credentials });
  const all = await readAllIncidents({ incidents, credentials });
  const visible = all.flatMap(incident =>
    incident.visibility === 'public' ? [incident] : [],
  );
  if (visible.length === 0) {
    yield placeholder;
  }
  for (const incident of visible) {
    yield toDocument(incident, titlesByRef.get(incident.ref) ?? []);
  }
}

/** Titles of the action items of public incidents, by the incident's reference. */
async function readItemTitles(options: {
  incidents: IncidentsService;
  credentials: BackstageCredentials;
}): Promise<Map<string, string[]>> {
  const { incidents, credentials } = options;
  const titlesByRef = new Map<string, string[]>();
  let cursor: string | undefined;
  do {
    const page = await incidents.findActionItems(
      { limit: PAGE_SIZE, ...(cursor && { cursor }) },
      { credentials },
    );
    for (const { incident, actionItem } of page.items) {
      const titles = titlesByRef.get(incident.ref) ?? [];
      titlesByRef.set(incident.ref, [...titles, actionItem.title]);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return titlesByRef;
}

function toDocument(
  incident: Incident,
  itemTitles: string[],
): IncidentDocument & IndexableDocument {
  const { ref, title, summary, severity, status, labels, progress } = incident;
  const { identifier } = incident.parentIssue;
  const { kind, namespace, name } = parseEntityRef(incident.entityRef);
  const isOpen = status !== 'done' && status !== 'canceled';
  return {
    title: `${ref} ${title}`,
    text: [summary, severity, status, ...labels, identifier, ...itemTitles]
      .filter(Boolean)
      .join('\n'),
    // Closed incidents leave the catalog after a while.
    location: isOpen
      ? `/catalog/${namespace}/${kind}/${name}`
      : `/incidents/${ref}`,
    authorization: { resourceRef: ref },
    ref,
    summary,
    severity,
    status,
    labels,
    progress,
  };
}
