import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { openApi } from './openApi';

/** `/openapi.json`. */
export function openApiRouter(options: { version: string }): Router {
  const router = PromiseRouter();
  const description = openApi(options.version);

  router.get('/openapi.json', async (_request, response) => {
    response.json(description);
  });

  return router;
}
