import { DocumentNode, Kind, visit } from 'graphql';

/** The document with no page larger than `rows`. */
export function shortenPages(
  document: DocumentNode,
  rows: number,
): DocumentNode {
  return visit(document, {
    Argument(node) {
      const { name, value } = node;
      return name.value === 'first' &&
        value.kind === Kind.INT &&
        Number(value.value) > rows
        ? { ...node, value: { ...value, value: String(rows) } }
        : undefined;
    },
  });
}
