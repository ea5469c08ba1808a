import type { z } from 'zod';

/**
 * One GraphQL operation of ours. Page sizes are literals in the document, so that its cost is fixed.
 *
 * Every operation is safe twice: reads, writes that carry their own id, and writes of absolute values.
 */
export type Operation<Variables extends object, Data> = {
  /** Name of the operation in the document; the only part of it that is ever logged. */
  name: string;
  document: string;
  schema: z.ZodType<Data>;
  /** Linear's static complexity of the document. A test computes it anew. */
  points: number;
  /** Carries the type only. */
  variables?: Variables;
};

/** `operation<Variables>()(points, schema, document)`: the type of the data is taken from the schema. */
export function operation<Variables extends object>() {
  return <Data>(
    points: number,
    schema: z.ZodType<Data>,
    document: string,
  ): Operation<Variables, Data> => ({
    name: /^(?:query|mutation) (\w+)/.exec(document)?.[1] ?? '',
    document,
    schema,
    points,
  });
}
