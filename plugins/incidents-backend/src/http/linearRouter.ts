import {
  operationsReadPermission,
  operationsUsePermission,
  startSweepSchema,
} from '@backstage-incidents/incidents-common';
import { ConflictError } from '@backstage/errors';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { OperationsService } from '../operations/OperationsService';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { SyncEngine } from '../sync/SyncEngine';
import { Requesters } from './Requesters';
import { noQuery, parse } from './parse';

const workIdSchema = z
  .string()
  .regex(/^\P{Cc}{1,64}$/u, 'must be an id that GET /linear/status tells');

/** `/linear`: what operators see and do. */
export function linearRouter(options: {
  requesters: Requesters;
  access: IncidentAccess;
  operations: OperationsService;
  /** Absent while Linear is not configured. */
  sync: SyncEngine | undefined;
}): Router {
  const { requesters, access, operations, sync } = options;
  const router = PromiseRouter();

  router.get('/linear/status', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    await access.requirePermission(requester, operationsReadPermission);
    response.json(await operations.status());
  });

  router.post('/linear/sync', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    const { acceptRemovals = false } = parse(
      startSweepSchema,
      request.body ?? {},
    );
    await access.requirePermission(requester, operationsUsePermission);
    if (!sync) {
      throw new ConflictError(
        'Linear is not configured, so there is nothing to sync with; configure incidents.linear',
      );
    }
    const { id, state, startedAt } = await sync.startSweep({ acceptRemovals });
    response
      .status(202)
      .json({ sweep: { id, state, startedAt: startedAt.toISOString() } });
  });

  router.post('/linear/work/:id/retry', async (request, response) => {
    const requester = await requesters.identify(request);
    noQuery(request.query);
    parse(z.strictObject({}), request.body ?? {});
    const { id } = parse(z.object({ id: workIdSchema }), request.params);
    await access.requirePermission(requester, operationsUsePermission);
    await operations.retry(id);
    response.status(204).end();
  });

  return router;
}
