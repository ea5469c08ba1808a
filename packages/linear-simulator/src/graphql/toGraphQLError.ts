import { GraphQLError } from 'graphql';
import { LinearError } from '../store/LinearError';

/** A LinearError in the shape Linear sends. The HTTP status is read by the server and not sent. */
export function toGraphQLError(
  error: LinearError,
  from?: GraphQLError,
): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: from?.nodes,
    path: from?.path,
    extensions: {
      type: error.type,
      code: error.code,
      statusCode: statusCode(error),
      userError: error.type !== 'internal error',
      userPresentableMessage: error.presentable,
      meta: {},
      ...(error.status === 200 ? {} : { http: { status: error.status } }),
    },
  });
}

/** A rejection of the document itself: unknown fields, wrong variables. */
export function toDocumentError(
  error: GraphQLError,
  code: 'GRAPHQL_VALIDATION_FAILED' | 'BAD_USER_INPUT',
): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: {
      type: 'graphql error',
      code,
      statusCode: 400,
      userError: true,
      // Without `spec: false` the server would send 200, as it does for plain JSON.
      http: { status: 400, spec: false },
    },
  });
}

function statusCode(error: LinearError): number {
  switch (error.type) {
    case 'ratelimited':
      return 429;
    case 'authentication error':
      return 401;
    case 'forbidden':
      return 403;
    case 'internal error':
      return 500;
    default:
      return 400;
  }
}
