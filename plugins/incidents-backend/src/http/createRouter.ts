import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { jsonBody, errorAnswers } from './errorAnswers';

/** The plugin's HTTP API, one router per resource. */
export function createRouter(options: {
  routers: readonly Router[];
  now: () => Date;
}): Router {
  const router = PromiseRouter();
  router.use(jsonBody());
  for (const resource of options.routers) {
    router.use(resource);
  }
  router.use(errorAnswers(options.now));
  return router;
}
