import {
  incidentCreatePermission,
  RoutingDecision,
  RoutingPreview,
  routingPreviewSchema,
} from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { Requesters } from './Requesters';
import { noQuery, parse } from './parse';

/** Decides where an incident's parent issue would go. */
export type RoutingPreviewer = (
  draft: RoutingPreview,
) => Promise<RoutingDecision>;

/** `/routing/preview`. */
export function routingRouter(options: {
  requesters: Requesters;
  access: IncidentAccess;
  /** Absent while Linear is not configured. */
  preview?: RoutingPreviewer;
}): Router {
  const { requesters, access, preview } = options;
  const router = PromiseRouter();

  router.post('/routing/preview', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    const draft = parse(routingPreviewSchema, request.body);
    await access.requirePermission(requester, incidentCreatePermission);
    if (!preview) {
      throw new ConflictError(
        'Linear is not configured, so there is nowhere to route incidents; configure incidents.linear',
      );
    }
    response.json(await preview(draft));
  });

  return router;
}
