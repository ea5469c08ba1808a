import {
  createNoteSchema,
  incidentReadPermission,
  incidentUpdatePermission,
  listTimelineSchema,
  timelineNoteSchema,
  timelineSchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { IncidentAnnouncer } from '../announcer';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { TimelineStore } from '../incidents/timeline';
import { incidentRoute, respond, Route } from './route';

/** What happened to an incident, and the notes that people add. */
export function timelineRoutes(deps: {
  access: IncidentAccess;
  timeline: TimelineStore;
  announcer: Pick<IncidentAnnouncer, 'refreshed'>;
}): Route[] {
  const { access, timeline, announcer } = deps;
  return [
    incidentRoute({
      method: 'get',
      path: '/incidents/:ref/timeline',
      summary: 'Read what happened to an incident',
      description:
        'Changes of the incident, its parent issue and its action items, and notes; newest first, in the order in which they were recorded.',
      permission: incidentReadPermission,
      query: listTimelineSchema,
      responses: { 200: timelineSchema },
      errors: [404],
      async handler({ requester, incident: { number }, query }) {
        const scope = await access.readScope(requester);
        return respond(200, await timeline.list(number, query, scope));
      },
    }),
    incidentRoute({
      method: 'post',
      path: '/incidents/:ref/notes',
      summary: "Add a note to an incident's timeline",
      description:
        'Markdown. Everybody who can read the incident can read the note.',
      permission: incidentUpdatePermission,
      body: createNoteSchema,
      responses: { 201: timelineNoteSchema },
      errors: [404],
      async handler({ requester, incident, body }) {
        const note = await timeline.addNote(incident.number, body, requester);
        announcer.refreshed(incident.ref);
        return respond(201, note);
      },
    }),
    incidentRoute({
      method: 'delete',
      path: '/incidents/:ref/notes/:id',
      summary: 'Delete a note of your own',
      description:
        'Deletes what it says. The timeline still shows that there was a note, and when it was deleted.',
      permission: incidentUpdatePermission,
      params: { id: z.string().max(100).describe('`id` of the note') },
      responses: { 204: null },
      errors: [404],
      async handler({ requester, incident, params }) {
        await timeline.deleteNote(incident, params.id, requester);
        announcer.refreshed(incident.ref);
        return respond(204, null);
      },
    }),
  ];
}
