import { Knex } from 'knex';

/** Of the values of a group. */
export interface Quantiles {
  size: number;
  /** Of an even number of values, the mean of the two in the middle. */
  median: number;
  /** 90th percentile by nearest rank: one of the values. */
  p90: number;
}

/** Size, median and 90th percentile of each group, in one query. */
export async function quantiles(
  knex: Knex,
  /** A query with the columns `name` and `value`. */
  values: Knex.QueryBuilder,
): Promise<Map<string, Quantiles>> {
  const rows: Record<keyof Quantiles | 'name', string | number>[] = await knex
    .with('ranked', ranked =>
      ranked.from(values.as('grouped')).select('name', 'value', {
        position: knex.raw(
          'row_number() over (partition by name order by value)',
        ),
        size: knex.raw('count(*) over (partition by name)'),
      }),
    )
    .from('ranked')
    .select('name', 'size', {
      median: knex.raw(
        'avg(case when position in ((size + 1) / 2, (size + 2) / 2) then value end)',
      ),
      p90: knex.raw(
        'max(case when position = (size * 9 + 9) / 10 then value end)',
      ),
    })
    .groupBy('name', 'size');
  return new Map(
    rows.map(({ name, size, median, p90 }) => [
      String(name),
      { size: Number(size), median: Number(median), p90: Number(p90) },
    ]),
  );
}
