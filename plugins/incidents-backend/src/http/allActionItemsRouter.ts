import {
  IncidentActionItemPage,
  findActionItemsSchema,
} from '@backstage-incidents/incidents-common';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { findActionItems } from '../actionItems/findActionItems';
import { IncidentQueries } from '../incidents/matchingIncidents';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { GroupMembers } from '../users/GroupMembers';
import { incidentActionItemView } from '../actionItems/actionItemViews';
import { Requesters } from './Requesters';
import { parse } from './parse';

/** `/action-items`: items of all incidents that the requester may read. */
export function allActionItemsRouter(options: {
  requesters: Requesters;
  access: IncidentAccess;
  queries: IncidentQueries;
  members: GroupMembers;
}): Router {
  const { requesters, access, queries, members } = options;
  const router = PromiseRouter();

  router.get('/action-items', async (request, response) => {
    const requester = await requesters.identify(request);
    const { assignee, ...query } = parse(findActionItemsSchema, request.query);
    const now = queries.now();
    const page = await findActionItems(queries, {
      query: {
        ...query,
        assignees:
          assignee && (await members.expand(assignee, requester.credentials)),
      },
      scope: await access.readScope(requester),
      now,
    });
    const answer: IncidentActionItemPage = {
      ...page,
      items: page.items.map(found => incidentActionItemView(found, now)),
    };
    response.json(answer);
  });

  return router;
}
