import { z } from 'zod';

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
  /** Linear's static complexity of the document. A test recomputes it. */
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

/** The one field that an operation queries: its data is the value of that field. */
export function only<T extends z.ZodType>(field: string, value: T) {
  return (
    z
      .object({ [field]: value })
      // The object has passed the schema, so the field is there.
      .transform(data => data[field] as z.output<T>)
  );
}
