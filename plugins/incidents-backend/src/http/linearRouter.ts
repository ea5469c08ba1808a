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
import { IncidentAccess } from '../permissions/IncidentAccess';
import { SyncEngine } from '../sync/SyncEngine';
import { Callers } from './Caller';
import { noQuery, parse } from './parse';

const workIdSchema = z
  .string()
  .regex(/^\P{Cc}{1,64}$/u, 'must be an id that GET /linear/status tells');

/** `/linear`: what operators see and do. */
export function linearRouter(options: {
  callers: Callers;
  access: IncidentAccess;
  operations: OperationsService;
  /** Absent while Linear is not configured. */
  sync: SyncEngine | undefined;
}): Router {
  const { callers, access, operations, sync } = options;
  const router = PromiseRouter();

  router.get('/linear/status', async (request, response) => {
    const caller = await callers.identify(request);
    noQuery(request.query);
    await access.requirePermission(caller, operationsReadPermission);
    response.json(await operations.status());
  });

  router.post('/linear/sync', async (request, response) => {
    const caller = await callers.identify(request);
    noQuery(request.query);
    const { acceptRemovals = false } = parse(
      startSweepSchema,
      request.body ?? {},
    );
    await access.requirePermission(caller, operationsUsePermission);
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
    const caller = await callers.identify(request);
    noQuery(request.query);
    parse(z.strictObject({}), request.body ?? {});
    const { id } = parse(z.object({ id: workIdSchema }), request.params);
    await access.requirePermission(caller, operationsUsePermission);
    await operations.retry(id);
    response.status(204).end();
  });

  return router;
}
