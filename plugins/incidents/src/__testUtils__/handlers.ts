import { http, RequestHandler } from 'msw';

/** Base URL of the fixtures' backend. */
export const FIXTURE_BASE_URL = 'http://localhost/api/incidents';

/** The response of a route: a value, or a function of the request. */
export type Answer =
  | { [key: string]: unknown }
  | ((request: Request) => Response | Promise<Response>);

const METHODS = {
  get: http.get,
  post: http.post,
  patch: http.patch,
  put: http.put,
  delete: http.delete,
};

function isMethod(value: string): value is keyof typeof METHODS {
  return value in METHODS;
}

/** A JSON response. */
export function json(body: object, status = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

/** Handlers from `'get /incidents/INC-42': response` entries, first match wins. */
export function handlers(routes: Record<string, Answer>): RequestHandler[] {
  return Object.entries(routes).map(([route, answer]) => {
    const [method, path] = route.split(' ');
    if (!isMethod(method)) throw new Error(`No such method: ${method}`);
    return METHODS[method](`${FIXTURE_BASE_URL}${path}`, ({ request }) =>
      typeof answer === 'function' ? answer(request) : json(answer),
    );
  });
}

/** An error in Backstage's format. */
export function errorAnswer(
  status: number,
  name: string,
  message: string,
  extra: Record<string, unknown> = {},
): () => Response {
  return () =>
    json(
      { error: { name, message, ...extra }, response: { statusCode: status } },
      status,
    );
}
