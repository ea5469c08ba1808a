import { DocumentNode, getOperationAST, Kind, parse } from 'graphql';

export interface OperationDescription {
  kind: 'query' | 'mutation' | 'unknown';
  /** The operation's name; of an anonymous one the names of its root fields. */
  names: string[];
  /** Why the document cannot be read. */
  syntaxError?: string;
}

/** The operation, for faults and the log; a document that cannot be parsed has no name. */
export function describeOperation(
  query: string,
  operationName: string | undefined,
): OperationDescription {
  let document: DocumentNode;
  try {
    document = parse(query, { noLocation: true });
  } catch (error) {
    return {
      kind: 'unknown',
      names: operationName ? [operationName] : [],
      syntaxError: error instanceof Error ? error.message : 'Syntax error',
    };
  }
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation === 'subscription') {
    return { kind: 'unknown', names: operationName ? [operationName] : [] };
  }
  const names = operation.name
    ? [operation.name.value]
    : operation.selectionSet.selections.flatMap(selection =>
        selection.kind === Kind.FIELD ? selection.name.value : [],
      );
  return { kind: operation.operation, names };
}
