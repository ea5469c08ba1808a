import { toGraphQLError } from '../graphql/toGraphQLError';
import { LinearError } from '../store/LinearError';

/** A whole HTTP response. */
export interface Answer {
  status: number;
  body: string;
  headers: Record<string, string>;
  contentType: string;
}

/** A LinearError that stops a request before the GraphQL server sees it. */
export function refusal(
  error: LinearError,
  headers: Record<string, string> = {},
): Answer {
  const { message, extensions } = toGraphQLError(error);
  const { http: _, ...sent } = extensions;
  return {
    status: error.status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({ errors: [{ message, extensions: sent }] }),
    headers,
  };
}

export function badRequest(): LinearError {
  return new LinearError({
    message:
      'The body must be JSON with a query, sent as content type application/json',
    type: 'graphql error',
    code: 'BAD_REQUEST',
    status: 400,
  });
}

export function unreadable(message: string): LinearError {
  return new LinearError({
    message,
    type: 'graphql error',
    code: 'GRAPHQL_PARSE_FAILED',
    status: 400,
  });
}
