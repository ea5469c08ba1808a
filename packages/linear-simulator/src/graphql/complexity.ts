import {
  DocumentNode,
  FragmentDefinitionNode,
  getNamedType,
  GraphQLNamedType,
  GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  OperationDefinitionNode,
  SelectionSetNode,
  FieldNode,
} from 'graphql';
import { defaultPageSize, maxPageSize } from './connection';

/** The most points one operation may cost. */
export const maxComplexity = 10_000;

/**
 * Linear's static price of an operation in points: a scalar 0.1, an object 1 and its fields, a connection its page size
 * times its fields; rounded up. A page size in a variable counts by the value given, else as the largest page.
 */
export function complexity(options: {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
}): number {
  const { schema, document, operation, variables } = options;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  const pricing: Pricing = { schema, fragments, variables };
  const root = schema.getRootType(operation.operation);
  const cost = selectionCost(operation.selectionSet, root, pricing);
  return Math.ceil(Number(cost.toFixed(4)));
}

interface Pricing {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Readonly<Record<string, unknown>>;
}

function pricedField(
  field: FieldNode,
  type: GraphQLNamedType | null | undefined,
  pricing: Pricing,
  inner: (
    selections: SelectionSetNode | undefined,
    type: GraphQLNamedType,
    pricing: Pricing,
  ) => number,
): number {
  const definition =
    isObjectType(type) || isInterfaceType(type)
      ? type.getFields()[field.name.value]
      : undefined;
  if (!definition) return 0.1;
  const named = getNamedType(definition.type);
  if (isLeafType(named)) return 0.1;
  const cost = inner(field.selectionSet, named, pricing);
  return named.name.endsWith('Connection')
    ? pageSizeOf(field, pricing.variables) * cost
    : 1 + cost;
}

function selectionCost(
  selections: SelectionSetNode | undefined,
  type: GraphQLNamedType | null | undefined,
  pricing: Pricing,
): number {
  const { schema, fragments } = pricing;
  let sum = 0;
  for (const selection of selections?.selections ?? []) {
    switch (selection.kind) {
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments.get(selection.name.value);
        const on = fragment?.typeCondition.name.value ?? '';
        sum += selectionCost(
          fragment?.selectionSet,
          schema.getType(on),
          pricing,
        );
        break;
      }
      case Kind.INLINE_FRAGMENT: {
        const on = selection.typeCondition?.name.value;
        sum += selectionCost(
          selection.selectionSet,
          on === undefined ? type : schema.getType(on),
          pricing,
        );
        break;
      }
      default:
        sum += pricedField(selection, type, pricing, selectionCost);
    }
  }
  return sum;
}

function pageSizeOf(
  field: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const argument = field.arguments?.find(
    ({ name }) => name.value === 'first' || name.value === 'last',
  );
  switch (argument?.value.kind) {
    case Kind.INT:
      return Number(argument.value.value);
    case Kind.VARIABLE:
      return Number(variables[argument.value.name.value] ?? maxPageSize);
    default:
      return defaultPageSize;
  }
}
