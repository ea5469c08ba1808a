import {
  actionItemCreatePermission,
  actionItemsSchema,
  actionItemUpdatePermission,
  attachActionItemSchema,
  createActionItemSchema,
  findActionItemsSchema,
  incidentActionItemPageSchema,
  incidentReadPermission,
  issueIdentifierSchema,
  syncResultSchema,
  syncTriggerPermission,
  transitionActionItemSchema,
  transitionResultSchema,
  updateActionItemSchema,
  WrittenActionItem,
  writtenActionItemSchema,
  incidentEntityRef,
} from '@backstage-incidents/incidents-common';
import { ActionItemService, ItemWrite } from '../actionItems/ActionItemService';
import { ActionItemViews } from '../actionItems/actionItemViews';
import { findActionItems } from '../actionItems/findActionItems';
import { idempotentRequest } from '../incidents/IdempotencyStore';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { IncidentQueries } from '../incidents/matchingIncidents';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { AuthenticatedRequester, principalOf } from '../incidents/Requester';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import { RequestLimits } from '../database/RequestLimits';
import { SyncService } from '../sync/SyncService';
import { ExpandGroups } from '../catalog/groupMembers';
import { requireLinear, withLinearDeadline } from './errors';
import { z } from 'zod';
import { actionItemsCsv, CSV_PAGE } from './csv';
import {
  idempotencyKeyHeader,
  incidentRoute,
  Route,
  respond,
  route,
} from './route';

/** Action items of one incident and of all, and their sync. */
export function actionItemRoutes(deps: {
  access: IncidentAccess;
  /** Absent while Linear is not configured. */
  service?: ActionItemService;
  sync: SyncService;
  views: ActionItemViews;
  queries: IncidentQueries;
  expandGroups: ExpandGroups;
  limits: RequestLimits;
  /** How many syncs a person may force. */
  forcedPerMinute: number;
}): Route[] {
  const { access, service, sync, views, queries, expandGroups } = deps;

  /** What a write responds with: the item, if its requester may read it now. */
  async function written(
    requester: AuthenticatedRequester,
    { ref }: IncidentRecord,
    item: StoredActionItem | undefined,
  ): Promise<WrittenActionItem> {
    const incident = await access.readAfterWrite(requester, ref);
    return item && incident?.form === 'full'
      ? views.view(item)
      : { ref, entityRef: incidentEntityRef(ref) };
  }

  /** Runs a write to Linear with the requester's rights, while they wait. */
  async function write<T>(
    requester: AuthenticatedRequester,
    incident: IncidentRecord,
    run: (linear: ActionItemService, at: ItemWrite) => Promise<T>,
  ): Promise<T> {
    const linear = requireLinear(service);
    const scope = await access.readScope(requester);
    return withLinearDeadline(call => run(linear, { incident, scope, call }));
  }

  return [
    route({
      method: 'get',
      path: '/action-items',
      summary: 'List action items of all incidents',
      description:
        'Only of incidents that the requester may read. What is due first comes first, items without a due date last.',
      permission: incidentReadPermission,
      query: findActionItemsSchema,
      responses: { 200: incidentActionItemPageSchema },
      errors: [503],
      async handler({ requester, query: { assignee, ...query } }) {
        const assignees =
          assignee && (await expandGroups(assignee, requester.credentials));
        const scope = await access.readScope(requester);
        return respond(
          200,
          await findActionItems(queries, { ...query, assignees }, scope),
        );
      },
    }),
    route({
      method: 'get',
      path: '/action-items.csv',
      summary: 'List all action items that match as CSV',
      description:
        'Columns are named as the fields of an action item, with those of its incident. A cell that a spreadsheet would run as a formula begins with an apostrophe.',
      permission: incidentReadPermission,
      query: findActionItemsSchema.omit({ limit: true, cursor: true }),
      contentType: 'text/csv',
      responses: { 200: z.string() },
      errors: [503],
      async handler({ requester, query: { assignee, ...query } }) {
        const assignees =
          assignee && (await expandGroups(assignee, requester.credentials));
        const scope = await access.readScope(requester);
        return respond(
          200,
          await actionItemsCsv(cursor =>
            findActionItems(
              queries,
              { ...query, assignees, limit: CSV_PAGE, cursor },
              scope,
            ),
          ),
        );
      },
    }),
    incidentRoute({
      method: 'get',
      path: '/incidents/:ref/action-items',
      summary: 'List the action items of an incident',
      description:
        'From the database, without waiting for Linear. `sync` says how fresh they are; a refresh in the background is started when they are older than the throttle.',
      permission: incidentReadPermission,
      responses: { 200: actionItemsSchema },
      errors: [404],
      async handler({ requester, incident: { number } }) {
        return respond(
          200,
          await views.list({
            incidentNumber: number,
            sync: await sync.onView(number),
            scope: await access.readScope(requester),
          }),
        );
      },
    }),
    incidentRoute({
      method: 'post',
      path: '/incidents/:ref/action-items',
      summary: 'Create an action item',
      description:
        'Creates a sub-issue of the parent issue in Linear. Its title can be read by everyone who sees the Linear team, even when the incident is private.',
      permission: actionItemCreatePermission,
      headers: idempotencyKeyHeader,
      body: createActionItemSchema,
      responses: { 201: writtenActionItemSchema, 200: writtenActionItemSchema },
      errors: [404, 409, 503],
      async handler({ requester, incident, body, header }) {
        const idempotency = idempotentRequest({
          requester,
          route: `POST /incidents/${incident.ref}/action-items`,
          key: header('idempotency-key'),
          body,
        });
        const { outcome, item } = await write(
          requester,
          incident,
          (linear, at) => linear.create(at, body, idempotency),
        );
        return respond(
          outcome === 'created' ? 201 : 200,
          await written(requester, incident, item),
        );
      },
    }),
    incidentRoute({
      method: 'post',
      path: '/incidents/:ref/action-items/attach',
      summary: 'Make an existing issue an action item',
      description:
        'Makes it a sub-issue of the parent issue, or a related issue where it has a parent of its own. Takes the issues that may be linked as a parent issue. An issue that is an action item already stays as it is.',
      permission: actionItemCreatePermission,
      body: attachActionItemSchema,
      responses: { 200: writtenActionItemSchema },
      errors: [404, 409, 503],
      async handler({ requester, incident, body: { issue } }) {
        const item = await write(requester, incident, (linear, at) =>
          linear.attach(at, issue),
        );
        return respond(200, await written(requester, incident, item));
      },
    }),
    incidentRoute({
      method: 'delete',
      path: '/incidents/:ref/action-items/:identifier',
      summary: 'Detach an action item',
      description:
        'Removes what makes the issue an action item in Linear: its parent, or its relation to the parent issue. Deletes no issue.',
      permission: actionItemUpdatePermission,
      params: { identifier: issueIdentifierSchema },
      responses: { 204: null },
      errors: [404, 409, 503],
      async handler({ requester, incident, params: { identifier } }) {
        await write(requester, incident, (linear, at) =>
          linear.detach(at, identifier),
        );
        return respond(204, null);
      },
    }),
    incidentRoute({
      method: 'patch',
      path: '/incidents/:ref/action-items/:identifier',
      summary: 'Edit an action item',
      description:
        'Writes to Linear at once. With `expectedUpdatedAt` an item that was changed since is left alone and the request is refused with 409.',
      permission: actionItemUpdatePermission,
      params: { identifier: issueIdentifierSchema },
      body: updateActionItemSchema,
      responses: { 200: writtenActionItemSchema },
      errors: [404, 409, 503],
      async handler({ requester, incident, params, body }) {
        const item = await write(requester, incident, (linear, at) =>
          linear.update(at, params.identifier, body),
        );
        return respond(200, await written(requester, incident, item));
      },
    }),
    incidentRoute({
      method: 'post',
      path: '/incidents/:ref/action-items/:identifier/transition',
      summary: 'Move an action item to another state',
      description:
        "Moves it to a workflow state of its own team, by name. `alreadyThere` says that there was nothing to do. With `expectedFrom` an item in any other state is left alone: 409 with `error.outcome: 'aborted'` and the actual state in `error.actual`.",
      permission: actionItemUpdatePermission,
      params: { identifier: issueIdentifierSchema },
      body: transitionActionItemSchema,
      responses: { 200: transitionResultSchema },
      errors: [404, 409, 503],
      async handler({ requester, incident, params, body }) {
        return respond(
          200,
          await write(requester, incident, (linear, at) =>
            linear.transition(at, params.identifier, body),
          ),
        );
      },
    }),
    incidentRoute({
      method: 'post',
      path: '/incidents/:ref/sync',
      summary: 'Read the action items from Linear now',
      description:
        'Responds within 30 seconds, once a read that ended after this request came has succeeded. A failure is a 503, never a 200.',
      permission: syncTriggerPermission,
      responses: { 200: syncResultSchema },
      errors: [404, 409, 429, 503],
      async handler({ requester, incident: { number } }) {
        await deps.limits.count({
          action: 'sync',
          principal: principalOf(requester),
          perMinute: deps.forcedPerMinute,
        });
        return respond(200, await sync.force(number));
      },
    }),
  ];
}
