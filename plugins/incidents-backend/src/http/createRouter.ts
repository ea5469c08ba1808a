import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { jsonBody, errorAnswers } from './errorAnswers';

/** The plugin's HTTP API, one router per resource. */
export function createRouter(options: {
  /** Wants the bytes of the body. */
  beforeJson: Router;
  routers: readonly Router[];
  now: () => Date;
}): Router {
  const router = PromiseRouter();
  router.use(options.beforeJson);
  router.use(jsonBody());
  for (const resource of options.routers) {
    router.use(resource);
  }
  router.use(errorAnswers(options.now));
  return router;
}
