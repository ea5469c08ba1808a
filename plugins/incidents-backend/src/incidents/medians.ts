import { Knex } from 'knex';

/** Size and median of each group; of an even number of values, the mean of the two in the middle. */
export async function medians(
  knex: Knex,
  /** A query with the columns `name` and `value`. */
  values: Knex.QueryBuilder,
): Promise<Map<string, { size: number; median: number }>> {
  const rows: {
    name: string;
    size: number | string;
    median: number | string;
  }[] = await knex
    .with('ranked', ranked =>
      ranked.from(values.as('grouped')).select('name', 'value', {
        position: knex.raw(
          'row_number() over (partition by name order by value)',
        ),
        size: knex.raw('count(*) over (partition by name)'),
      }),
    )
    .from('ranked')
    .select('name', 'size')
    .avg({ median: 'value' })
    .whereRaw('position in ((size + 1) / 2, (size + 2) / 2)')
    .groupBy('name', 'size');
  return new Map(
    rows.map(({ name, size, median }) => [
      name,
      { size: Number(size), median: Number(median) },
    ]),
  );
}
