import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { IncidentService } from '../incidents/IncidentService';
import { SyncService } from '../sync/SyncService';
import { ActionItemViews } from '../views/ActionItemViews';
import { Callers } from './Caller';
import { noQuery, parse, parseRef } from './parse';

/** `/incidents/:ref/action-items` and `/incidents/:ref/sync`. */
export function actionItemsRouter(options: {
  callers: Callers;
  service: IncidentService;
  sync: SyncService;
  views: ActionItemViews;
}): Router {
  const { callers, service, sync, views } = options;
  const router = PromiseRouter();

  router.get('/incidents/:ref/action-items', async (request, response) => {
    const { viewer } = await callers.identify(request);
    noQuery(request.query);
    const { number } = await service.require({
      ref: parseRef(request.params.ref),
      viewer,
    });
    response.json(await views.list(number, await sync.onView(number)));
  });

  router.post('/incidents/:ref/sync', async (request, response) => {
    const { viewer } = await callers.identify(request);
    noQuery(request.query);
    parse(z.strictObject({}), request.body ?? {});
    const { number } = await service.require({
      ref: parseRef(request.params.ref),
      viewer,
    });
    response.json(await sync.force(number));
  });

  return router;
}
