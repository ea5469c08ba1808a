/** Periods of the charts, in calendar weeks. */
export const WEEKS = [4, 12, 26, 52] as const;

/** One of the periods. */
export type Weeks = (typeof WEEKS)[number];

const DEFAULT_WEEKS: Weeks = 12;

/** The part of the URL about the charts. */
export interface ChartsQuery {
  isShown: boolean;
  weeks: Weeks;
}

/** Reads the URL; an unknown period becomes the default. */
export function parseChartsQuery(params: URLSearchParams): ChartsQuery {
  return {
    isShown: params.get('charts') === '1',
    weeks:
      WEEKS.find(weeks => String(weeks) === params.get('weeks')) ??
      DEFAULT_WEEKS,
  };
}

/** Writes the URL without default values; keeps other parameters. */
export function writeChartsQuery(
  query: ChartsQuery,
  current: URLSearchParams,
): URLSearchParams {
  const params = new URLSearchParams(current);
  params.delete('charts');
  params.delete('weeks');
  if (query.isShown) params.set('charts', '1');
  if (query.weeks !== DEFAULT_WEEKS) params.set('weeks', String(query.weeks));
  return params;
}
