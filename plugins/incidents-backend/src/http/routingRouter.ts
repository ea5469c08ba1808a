import {
  incidentCreatePermission,
  RoutingDecision,
  RoutingPreview,
  routingPreviewSchema,
} from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { IncidentAccess } from '../permissions/IncidentAccess';
import { Callers } from './Caller';
import { noQuery, parse } from './parse';

/** Decides where an incident's parent issue would go. */
export type RoutingPreviewer = (
  draft: RoutingPreview,
) => Promise<RoutingDecision>;

/** `/routing/preview`. */
export function routingRouter(options: {
  callers: Callers;
  access: IncidentAccess;
  /** Absent while Linear is not configured. */
  preview?: RoutingPreviewer;
}): Router {
  const { callers, access, preview } = options;
  const router = PromiseRouter();

  router.post('/routing/preview', async (request, response) => {
    const caller = await callers.identify(request);
    noQuery(request.query);
    const draft = parse(routingPreviewSchema, request.body);
    await access.requirePermission(caller, incidentCreatePermission);
    if (!preview) {
      throw new ConflictError(
        'Linear is not configured, so there is nowhere to route incidents; configure incidents.linear',
      );
    }
    response.json(await preview(draft));
  });

  return router;
}
