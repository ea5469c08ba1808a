import { getOperationAST, GraphQLError } from 'graphql';
import { createSchema, createYoga, Plugin } from 'graphql-yoga';
import { shortenPages } from '../habits/shortenPages';
import { loadTypeDefinitions } from '../loadTypeDefinitions';
import { LinearError } from '../store/LinearError';
import { complexity, maxComplexity } from './complexity';
import { RequestContext } from './RequestContext';
import { issueResolvers } from './resolvers/issue';
import { mutationResolvers } from './resolvers/mutation';
import { otherResolvers } from './resolvers/others';
import { queryResolvers } from './resolvers/query';
import { scalars } from './scalars';
import { toDocumentError, toGraphQLError } from './toGraphQLError';

const documentErrors: Plugin<RequestContext> = {
  onValidate() {
    return ({ result, setResult }) => {
      if (result.length === 0) return;
      setResult(
        result.map(error =>
          toDocumentError(error, 'GRAPHQL_VALIDATION_FAILED'),
        ),
      );
    };
  },
};

/** Before execution: the static price against the limit of one query, then against what is left of the hour. */
const pricing: Plugin<RequestContext> = {
  onExecute({ args, setResultAndStopExecution }) {
    const { schema, document, operationName, variableValues } = args;
    const operation = getOperationAST(document, operationName);
    if (!operation) return;
    const points = complexity({
      schema,
      document,
      operation,
      variables: variableValues ?? {},
    });
    try {
      if (points > maxComplexity) throw tooComplex(points);
      args.contextValue.charge(points, operation);
    } catch (error) {
      if (!(error instanceof LinearError)) throw error;
      setResultAndStopExecution({ errors: [toGraphQLError(error)] });
    }
  },
};

function tooComplex(points: number): LinearError {
  return new LinearError({
    message: 'Query too complex',
    type: 'invalid input',
    code: 'INPUT_ERROR',
    presentable: `The query is too complex. Complexity: ${points}. Maximum allowed complexity: ${maxComplexity}.`,
    status: 400,
  });
}

/** After pricing, which uses the requested page size. */
function shortPages(rows: number): Plugin<RequestContext> {
  return {
    onExecute({ args }) {
      args.document = shortenPages(args.document, rows);
    },
  };
}

/** Built once per process: it takes far longer than everything else that a simulator starts with. */
const schema = createSchema<RequestContext>({
  typeDefs: loadTypeDefinitions(),
  resolvers: {
    ...scalars,
    ...otherResolvers,
    Issue: issueResolvers,
    Query: queryResolvers,
    Mutation: mutationResolvers,
  },
});

/** The GraphQL side: parses, validates, prices and executes, without authentication and faults. */
export function createGraphqlServer(options: { rowsPerPage?: number } = {}) {
  const { rowsPerPage } = options;
  return createYoga<RequestContext>({
    schema,
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    maskedErrors: { maskError },
    plugins: [
      documentErrors,
      pricing,
      ...(rowsPerPage === undefined ? [] : [shortPages(rowsPerPage)]),
    ],
  });
}

function maskError(error: unknown): Error {
  const internal = new LinearError({
    message: 'Internal server error',
    type: 'internal error',
    code: 'INTERNAL_SERVER_ERROR',
    presentable: 'An unexpected error occurred.',
  });
  if (!(error instanceof GraphQLError)) return toGraphQLError(internal);
  if (error.originalError instanceof LinearError) {
    return toGraphQLError(error.originalError, error);
  }
  if (error.extensions.type !== undefined) return error;
  if (error.message.startsWith('Variable "$')) {
    return toDocumentError(error, 'BAD_USER_INPUT');
  }
  // A defect of the simulator: include the stack, so that a failing test can be understood.
  process.stderr.write(
    `linear-simulator: ${error.originalError?.stack ?? error.stack}\n`,
  );
  return toGraphQLError(internal, error);
}
