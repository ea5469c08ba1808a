import { statisticsQuerySchema } from '@backstage-incidents/incidents-common';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { IncidentQueries } from '../incidents/matchingIncidents';
import { readFacets, readStatistics } from '../incidents/statistics';
import { Requesters } from './Requesters';
import { noQuery, parse } from './parse';

/** `/statistics` and `/facets`: counts of what the requester may read. */
export function statisticsRouter(options: {
  requesters: Requesters;
  access: IncidentAccess;
  queries: IncidentQueries;
}): Router {
  const { requesters, access, queries } = options;
  const router = PromiseRouter();

  router.get('/statistics', async (request, response) => {
    const requester = await requesters.identify(request);
    const query = parse(statisticsQuerySchema, request.query);
    const scope = await access.readScope(requester);
    response.json(await readStatistics(queries, { query, scope }));
  });

  router.get('/facets', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    response.json(await readFacets(queries, await access.readScope(requester)));
  });

  return router;
}
