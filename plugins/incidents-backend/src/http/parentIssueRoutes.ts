import {
  incidentCreatePermission,
  moveParentIssueSchema,
  parentIssueManagePermission,
  ParentIssue,
  parentIssueSchema,
  putParentIssueSchema,
  RoutingDecision,
  routingDecisionSchema,
  RoutingPreview,
  routingPreviewSchema,
  transitionActionItemSchema,
  transitionResultSchema,
} from '@backstage-incidents/incidents-common';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { ParentIssuesOf } from '../incidents/incidentViews';
import { AuthenticatedRequester } from '../incidents/Requester';
import { actorOf } from '../incidents/timeline';
import { ParentIssues } from '../parentIssue/createParentIssues';
import { requireLinear, withLinearDeadline } from './errors';
import { incidentRoute, Route, respond, route } from './route';

/** The parent issue of an incident: where it goes, linking, creating, unlinking. */
export function parentIssueRoutes(deps: {
  access: IncidentAccess;
  /** Absent while Linear is not configured. */
  links?: ParentIssues['links'];
  /** Decides where an incident's parent issue would go; absent as `links`. */
  preview?: (draft: RoutingPreview) => Promise<RoutingDecision>;
  parentIssuesOf: ParentIssuesOf;
}): Route[] {
  const { access, links } = deps;

  /** Who may manage the parent issue but not read the incident learns which issue it is, not where: an address has the title in it. */
  async function parentIssueFor(
    requester: AuthenticatedRequester,
    { number, ref }: IncidentRecord,
  ): Promise<ParentIssue> {
    const { view } = (await deps.parentIssuesOf([number]))(number);
    const { status, id, identifier } = view;
    const incident = await access.readAfterWrite(requester, ref);
    return incident?.form === 'full' ? view : { status, id, identifier };
  }

  return [
    incidentRoute({
      method: 'put',
      path: '/incidents/:ref/parent-issue',
      summary: 'Link an existing issue, or create a parent issue',
      description:
        '`issue` links an existing issue of a team of routing or of `incidents.linear.linkableTeams`; its title and description are never written. An empty body creates the parent issue, retries a creation that failed, or replaces one that is missing.',
      permission: parentIssueManagePermission,
      body: putParentIssueSchema,
      responses: { 200: parentIssueSchema },
      errors: [404, 409, 503],
      async handler({ requester, incident, body }) {
        const { issue, replace = false } = body;
        const actor = actorOf(requester);
        const linear = requireLinear(links);
        if (issue === undefined) {
          await linear.create({
            incidentNumber: incident.number,
            replace,
            actor,
          });
        } else {
          const scope = await access.readScope(requester);
          await withLinearDeadline(call =>
            linear.link({ incident, scope, issue, replace, call }),
          );
        }
        return respond(200, await parentIssueFor(requester, incident));
      },
    }),
    incidentRoute({
      method: 'delete',
      path: '/incidents/:ref/parent-issue',
      summary: 'Unlink the parent issue',
      description:
        'Removes the attachment from the issue in Linear. The issue itself stays.',
      permission: parentIssueManagePermission,
      responses: { 200: parentIssueSchema },
      errors: [404, 409, 503],
      async handler({ requester, incident }) {
        const linear = requireLinear(links);
        const actor = actorOf(requester);
        await withLinearDeadline(call =>
          linear.unlink({ incidentNumber: incident.number, actor, call }),
        );
        return respond(200, await parentIssueFor(requester, incident));
      },
    }),
    incidentRoute({
      method: 'post',
      path: '/incidents/:ref/parent-issue/transition',
      summary: 'Move the parent issue to another state',
      description:
        'Moves it to a workflow state of its own team, by name, as for an action item.',
      permission: parentIssueManagePermission,
      body: transitionActionItemSchema,
      responses: { 200: transitionResultSchema },
      errors: [404, 409, 503],
      async handler({ incident, body }) {
        const linear = requireLinear(links);
        return respond(
          200,
          await withLinearDeadline(call =>
            linear.transition({ incident, body, call }),
          ),
        );
      },
    }),
    incidentRoute({
      method: 'post',
      path: '/incidents/:ref/parent-issue/move',
      summary: 'Move the parent issue to another Linear team',
      description:
        'Linear keeps the issue and gives it another identifier. Without `team` it goes to the team that routing names now.',
      permission: parentIssueManagePermission,
      body: moveParentIssueSchema,
      responses: { 200: parentIssueSchema },
      errors: [404, 409, 503],
      async handler({ requester, incident, body: { team } }) {
        const linear = requireLinear(links);
        await withLinearDeadline(call => linear.move({ incident, team, call }));
        return respond(200, await parentIssueFor(requester, incident));
      },
    }),
    route({
      method: 'post',
      path: '/routing/preview',
      summary: 'Explain where an incident would be routed',
      description:
        "Says which Linear team would get the incident's parent issue, which rule matched, and why each other rule was skipped. Writes nothing.",
      permission: incidentCreatePermission,
      writesNothing: true,
      body: routingPreviewSchema,
      responses: { 200: routingDecisionSchema },
      errors: [409],
      async handler({ body }) {
        return respond(200, await requireLinear(deps.preview)(body));
      },
    }),
  ];
}
