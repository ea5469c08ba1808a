import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import express, { Request, RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { IdentifyRequester } from '../incidents/Requester';
import {
  errorMiddleware,
  PayloadTooLargeError,
  ToResponseError,
} from './errors';
import { AnyRoute, RouteServices } from './route';

const JSON_LIMIT = '256kb';

/** Mounts the operations of the HTTP API. */
export function createRouter(options: {
  routes: readonly AnyRoute[];
  httpAuth: HttpAuthService;
  identify: IdentifyRequester;
  services: RouteServices;
  toResponseError: ToResponseError;
}): Router {
  const { routes, httpAuth, identify, services, toResponseError } = options;
  const handle = async (route: AnyRoute, request: Request) => {
    const header = (name: string) => request.header(name);
    const { params, query, body } = request;
    if (route.kind === 'raw') {
      return route.handle({
        bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
        header,
      });
    }
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const requester = await identify(credentials);
    return route.handle(
      { requester, params, query, body, header, http: request },
      services,
    );
  };

  const router = PromiseRouter();
  for (const route of routes) {
    router[route.method](
      route.path,
      readBody(route),
      async (request: Request, response: express.Response) => {
        const { status, body, headers = {} } = await handle(route, request);
        response.status(status).set(headers);
        if (body === null) {
          response.end();
        } else if (route.contentType) {
          response.type(`${route.contentType}; charset=utf-8`).send(body);
        } else {
          response.json(body);
        }
      },
    );
  }
  router.use(errorMiddleware(toResponseError));
  return router;
}

/** A body that cannot be read is refused without an echo of it. */
function readBody(route: AnyRoute): RequestHandler {
  const limit = route.kind === 'raw' ? route.limit : JSON_LIMIT;
  const parser =
    route.kind === 'raw'
      ? express.raw({ limit, type: () => true })
      : express.json({ limit });
  return (request, response, next) =>
    parser(request, response, (error?: unknown) => {
      if (error === undefined) {
        next();
        return;
      }
      next(
        Reflect.get(Object(error), 'type') === 'entity.too.large'
          ? new PayloadTooLargeError(`The body is larger than ${limit}`)
          : new InputError(
              route.kind === 'raw'
                ? 'The body could not be read'
                : 'The body is not valid JSON',
            ),
      );
    });
}
