import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  Kind,
  buildSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import * as changes from './changes';
import * as issues from './issues';
import * as issueTree from './issueTree';
import * as lookups from './lookups';
import * as manyIssues from './manyIssues';
import type { Operation } from './operation';
import * as probe from './probe';
import * as relations from './relations';
import * as states from './states';

const schema = buildSchema(
  readFileSync(
    join(
      dirname(require.resolve('linear-simulator/package.json')),
      'src/schema.graphql',
    ),
    'utf8',
  ),
);

function isOperation(value: unknown): value is Operation<object, unknown> {
  return typeof value === 'object' && value !== null && 'document' in value;
}

const exported: unknown[] = [
  changes,
  issues,
  issueTree,
  lookups,
  manyIssues,
  probe,
  relations,
  states,
]
  .flatMap(module => Object.values<unknown>(module))
  .flat();
const operations = exported.filter(isOperation);

describe('the documents', () => {
  it.each(operations.map(operation => [operation.name, operation] as const))(
    '%s is valid, costs what it says, and stays below the limit',
    (name, { document, points }) => {
      const parsed = parse(document);
      expect(validate(schema, parsed)).toEqual([]);
      const [definition] = parsed.definitions.filter(
        node => node.kind === Kind.OPERATION_DEFINITION,
      );
      expect(definition?.name?.value).toBe(name);
      const cost = definition ? complexity(parsed, definition) : 0;
      expect(cost).toBe(points);
      expect(cost).toBeLessThanOrEqual(10_000);
    },
  );

  it('have page sizes as literals only, since the price of a variable is not documented', () => {
    for (const { document } of operations) {
      expect(document).not.toMatch(/(first|last):\s*\$/);
    }
  });
});

/** Linear's static model: a scalar 0.1, an object 1 and its fields, a connection its page size times its fields. */
function complexity(
  document: DocumentNode,
  definition: OperationDefinitionNode,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(node.name.value, node);
    }
  }
  function costOf(set: SelectionSetNode, type: GraphQLNamedType): number {
    return set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        return sum + (fragment ? costOf(fragment.selectionSet, type) : 0);
      }
      return selection.kind === Kind.FIELD
        ? sum + costOfField(selection, type)
        : sum;
    }, 0);
  }
  function costOfField(field: FieldNode, type: GraphQLNamedType): number {
    const definitionOfField = isObjectType(type)
      ? type.getFields()[field.name.value]
      : undefined;
    if (!definitionOfField) {
      throw new Error(`unknown field ${field.name.value}`);
    }
    const named = getNamedType(definitionOfField.type);
    if (isLeafType(named) || !field.selectionSet) {
      return 0.1;
    }
    const inside = costOf(field.selectionSet, named);
    return named.name.endsWith('Connection')
      ? pageSize(field) * inside
      : 1 + inside;
  }
  const root =
    definition.operation === 'mutation'
      ? schema.getMutationType()
      : schema.getQueryType();
  if (!root) {
    throw new Error('the schema has no root type');
  }
  return Math.ceil(Number(costOf(definition.selectionSet, root).toFixed(4)));
}

function pageSize(field: FieldNode): number {
  const first = field.arguments?.find(({ name }) => name.value === 'first');
  return first?.value.kind === Kind.INT ? Number(first.value.value) : 50;
}
