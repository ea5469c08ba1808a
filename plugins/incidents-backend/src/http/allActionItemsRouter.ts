import {
  IncidentActionItemPage,
  findActionItemsSchema,
} from '@backstage-incidents/incidents-common';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { Knex } from 'knex';
import { findActionItems } from '../actionItems/findActionItems';
import { MatchingIncidents } from '../incidents/MatchingIncidents';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { GroupMembers } from '../users/GroupMembers';
import { incidentActionItemView } from '../actionItems/incidentActionItemView';
import { Requesters } from './Requesters';
import { parse } from './parse';

/** `/action-items`: items of all incidents that the requester may read. */
export function allActionItemsRouter(options: {
  requesters: Requesters;
  access: IncidentAccess;
  knex: Knex;
  incidents: MatchingIncidents;
  /** Action items that count, as a query over `action_items`. */
  shownItems: () => Knex.QueryBuilder;
  members: GroupMembers;
  prefix: string;
  now: () => Date;
}): Router {
  const { requesters, access, knex, incidents, members, prefix } = options;
  const router = PromiseRouter();

  router.get('/action-items', async (request, response) => {
    const requester = await requesters.identify(request);
    const { assignee, ...query } = parse(findActionItemsSchema, request.query);
    const now = options.now();
    const page = await findActionItems({
      knex,
      incidents,
      shownItems: options.shownItems(),
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
      items: page.items.map(found =>
        incidentActionItemView({ found, prefix, now }),
      ),
    };
    response.json(answer);
  });

  return router;
}
