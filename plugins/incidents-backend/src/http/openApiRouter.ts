import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { openApi } from './openApi';
import { noQuery } from './parse';

/** `/openapi.json`. */
export function openApiRouter(options: { version: string }): Router {
  const router = PromiseRouter();
  const description = openApi(options.version);

  router.get('/openapi.json', async (request, response) => {
    noQuery(request.query);
    response.json(description);
  });

  return router;
}
