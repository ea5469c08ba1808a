import {
  incidentCreatePermission,
  incidentUpdatePermission,
  parentIssueSchema,
  putParentIssueSchema,
  RoutingDecision,
  routingDecisionSchema,
  RoutingPreview,
  routingPreviewSchema,
} from '@backstage-incidents/incidents-common';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { IncidentViews } from '../incidents/incidentViews';
import { ParentIssueLinks } from '../parentIssue/parentIssueLinks';
import { requireLinear, withLinearDeadline } from './errors';
import { incidentRoute, Route, respond, route } from './route';

/** The parent issue of an incident: where it goes, linking, creating, unlinking. */
export function parentIssueRoutes(deps: {
  /** Absent while Linear is not configured. */
  links?: ParentIssueLinks;
  /** Decides where an incident's parent issue would go; absent as `links`. */
  preview?: (draft: RoutingPreview) => Promise<RoutingDecision>;
  views: IncidentViews;
}): Route[] {
  const { links, views } = deps;
  const parentIssueOf = async (incident: IncidentRecord) =>
    (await views.view(incident)).parentIssue;
  return [
    incidentRoute({
      method: 'put',
      path: '/incidents/:ref/parent-issue',
      summary: 'Link an existing issue, or create a parent issue',
      description:
        '`issue` links an existing issue. An empty body creates the parent issue, retries a creation that failed, or replaces one that is missing.',
      permission: incidentUpdatePermission,
      body: putParentIssueSchema,
      responses: { 200: parentIssueSchema },
      errors: [404, 409, 503],
      async handler({ incident, body: { issue, replace = false } }) {
        const incidentNumber = incident.number;
        const linear = requireLinear(links);
        if (issue === undefined) {
          await linear.create({ incidentNumber, replace });
        } else {
          await withLinearDeadline(call =>
            linear.link({ incidentNumber, issue, replace, call }),
          );
        }
        return respond(200, await parentIssueOf(incident));
      },
    }),
    incidentRoute({
      method: 'delete',
      path: '/incidents/:ref/parent-issue',
      summary: 'Unlink the parent issue',
      description:
        'Removes the attachment from the issue in Linear. The issue itself stays.',
      permission: incidentUpdatePermission,
      responses: { 200: parentIssueSchema },
      errors: [404, 409, 503],
      async handler({ incident }) {
        const linear = requireLinear(links);
        await withLinearDeadline(call =>
          linear.unlink({ incidentNumber: incident.number, call }),
        );
        return respond(200, await parentIssueOf(incident));
      },
    }),
    route({
      method: 'post',
      path: '/routing/preview',
      summary: 'Explain where an incident would be routed',
      description:
        "Says which Linear team would get the incident's parent issue, which rule matched, and why each other rule was skipped. Writes nothing.",
      permission: incidentCreatePermission,
      body: routingPreviewSchema,
      responses: { 200: routingDecisionSchema },
      errors: [409],
      async handler({ body }) {
        return respond(200, await requireLinear(deps.preview)(body));
      },
    }),
  ];
}
