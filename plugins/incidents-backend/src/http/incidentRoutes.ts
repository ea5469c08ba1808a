import {
  createIncidentSchema,
  facetsSchema,
  incidentCreatePermission,
  incidentReadPermission,
  incidentRefSchema,
  incidentUpdatePermission,
  listIncidentsSchema,
  serviceIncidentPageSchema,
  serviceIncidentSchema,
  statisticsQuerySchema,
  statisticsSchema,
  updateIncidentSchema,
  writtenIncidentSchema,
  WrittenIncident,
  incidentEntityRef,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { idempotentRequest } from '../incidents/IdempotencyStore';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { IncidentService } from '../incidents/IncidentService';
import { IncidentViews } from '../incidents/incidentViews';
import { AuthenticatedRequester } from '../incidents/Requester';
import { IncidentQueries } from '../incidents/matchingIncidents';
import { readFacets, readStatistics } from '../incidents/statistics';
import { CSV_PAGE, incidentsCsv } from './csv';
import { parseWaitSeconds } from './parse';
import {
  idempotencyKeyHeader,
  incidentRoute,
  Route,
  respond,
  route,
} from './route';

/** Incidents: declare, list, read, edit, count. */
export function incidentRoutes(deps: {
  access: IncidentAccess;
  incidents: IncidentService;
  views: IncidentViews;
  queries: IncidentQueries;
  /** Waits for the parent issue of an incident. */
  untilLinked: (incidentNumber: number, timeoutMs: number) => Promise<void>;
}): Route[] {
  const { access, incidents, views, queries, untilLinked } = deps;

  /** What a write responds with: as much as its requester may read now. */
  async function written(
    requester: AuthenticatedRequester,
    ref: string,
  ): Promise<WrittenIncident> {
    const incident = await access.readAfterWrite(requester, ref);
    if (!incident) {
      return { ref, entityRef: incidentEntityRef(ref) };
    }
    const scope = await access.readScope(requester);
    const [view] = await views([incident], scope);
    return view;
  }

  return [
    route({
      method: 'post',
      path: '/incidents',
      summary: 'Declare an incident',
      description:
        'Its parent issue in Linear is created in the background. `Prefer: wait=N` makes the response wait for it.',
      permission: incidentCreatePermission,
      headers: {
        ...idempotencyKeyHeader,
        Prefer:
          '`wait=N`: respond as soon as the parent issue is linked or N seconds are over, at most 20',
      },
      body: createIncidentSchema,
      responses: { 201: writtenIncidentSchema, 200: writtenIncidentSchema },
      errors: [409, 429],
      async handler({ requester, body, header }) {
        const { outcome, number, ref } = await incidents.create({
          body,
          requester,
          idempotency: idempotentRequest({
            requester,
            route: 'POST /incidents',
            key: header('idempotency-key'),
            body,
          }),
        });
        const headers: Record<string, string> = {};
        const waitSeconds = parseWaitSeconds(header('prefer'));
        if (waitSeconds > 0) {
          await untilLinked(number, waitSeconds * 1000);
          headers['Preference-Applied'] = `wait=${waitSeconds}`;
        }
        return respond(
          outcome === 'created' ? 201 : 200,
          await written(requester, ref),
          headers,
        );
      },
    }),
    route({
      method: 'get',
      path: '/incidents',
      summary: 'List incidents',
      description:
        'Only incidents that the requester may read; totals count nothing else. A service acting for itself gets private incidents redacted, and only without filters on their content.',
      permission: incidentReadPermission,
      query: listIncidentsSchema,
      responses: { 200: serviceIncidentPageSchema },
      async handler({ requester, query }) {
        const { items, nextCursor, totalItems, scope } = await access.list(
          requester,
          query,
        );
        return respond(200, {
          items: await views(items, scope),
          nextCursor,
          totalItems,
        });
      },
    }),
    route({
      method: 'get',
      path: '/incidents.csv',
      summary: 'List all incidents that match as CSV',
      description:
        'Columns are named as the fields of an incident, lists are joined by `;`. A cell that a spreadsheet would run as a formula begins with an apostrophe.',
      permission: incidentReadPermission,
      query: listIncidentsSchema.omit({ limit: true, cursor: true }),
      contentType: 'text/csv',
      responses: { 200: z.string() },
      async handler({ requester, query }) {
        return respond(
          200,
          await incidentsCsv(async cursor => {
            const page = await access.list(requester, {
              ...query,
              limit: CSV_PAGE,
              cursor,
            });
            return { ...page, items: await views(page.items, page.scope) };
          }),
        );
      },
    }),
    route({
      method: 'get',
      path: '/incidents/:ref',
      summary: 'Read an incident',
      permission: incidentReadPermission,
      params: { ref: incidentRefSchema },
      responses: { 200: serviceIncidentSchema },
      errors: [404],
      async handler({ requester, params }) {
        const incident = await access.read(requester, params.ref);
        const scope = await access.readScope(requester);
        const [body] = await views([incident], scope);
        return respond(200, body);
      },
    }),
    incidentRoute({
      method: 'patch',
      path: '/incidents/:ref',
      summary: 'Edit an incident',
      description:
        'Absent fields stay unchanged, `null` clears a field, lists are replaced. A stale `expectedVersion` is refused with 409 and `error.currentVersion`.',
      permission: incidentUpdatePermission,
      body: updateIncidentSchema,
      responses: { 200: writtenIncidentSchema },
      errors: [404, 409],
      async handler({ requester, incident, body }) {
        const { ref } = await incidents.update({ incident, body, requester });
        return respond(200, await written(requester, ref));
      },
    }),
    route({
      method: 'get',
      path: '/statistics',
      summary: 'Count incidents and action items',
      description:
        'Over the incidents that match the filters and that the requester may read.',
      permission: incidentReadPermission,
      query: statisticsQuerySchema,
      responses: { 200: statisticsSchema },
      async handler({ requester, query }) {
        const scope = await access.readScope(requester);
        return respond(200, await readStatistics(queries, { query, scope }));
      },
    }),
    route({
      method: 'get',
      path: '/facets',
      summary: 'List the labels and teams to filter incidents by',
      description:
        'With the number of incidents for each, of those that the requester may read; most frequent first.',
      permission: incidentReadPermission,
      responses: { 200: facetsSchema },
      async handler({ requester }) {
        const scope = await access.readScope(requester);
        return respond(200, await readFacets(queries, scope));
      },
    }),
  ];
}
