import { useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { ChartsQuery, parseChartsQuery, writeChartsQuery } from './chartsQuery';
import {
  IncidentQuery,
  parseIncidentQuery,
  withoutFilters,
  writeIncidentQuery,
} from './incidentQuery';

/** The query in the page's URL, and how to change it. */
export interface IncidentsAddress {
  query: IncidentQuery;
  charts: ChartsQuery;
  /** Back undoes a change, except while text is typed. Any change other than the page goes to the first page. */
  change: (change: Partial<IncidentQuery>) => void;
  /** Removes the current page from the URL and from the history. */
  startOver: () => void;
  clear: () => void;
  /** Shows filters instead of the page that was opened. */
  restore: (filters: Partial<IncidentQuery>) => void;
  changeCharts: (change: Partial<ChartsQuery>) => void;
  /** The URL with another query. */
  hrefWith: (change: Partial<IncidentQuery>) => string;
}

/** The page's state, which is in its URL, so Back works and a link shares it. */
export function useIncidentsAddress(): IncidentsAddress {
  const { pathname } = useLocation();
  const [params, setParams] = useSearchParams();
  return useMemo(() => {
    const query = parseIncidentQuery(params);
    const charts = parseChartsQuery(params);
    const write = (next: Partial<IncidentQuery>) =>
      writeIncidentQuery({ ...query, after: [], ...next }, params);
    return {
      query,
      charts,
      change: next =>
        setParams(write(next), {
          replace: next.q !== undefined && query.q !== '',
        }),
      startOver: () => setParams(write({}), { replace: true }),
      restore: filters => setParams(write(filters), { replace: true }),
      clear: () => setParams(write(withoutFilters(query))),
      changeCharts: next =>
        setParams(writeChartsQuery({ ...charts, ...next }, params), {
          replace: true,
        }),
      hrefWith: next => `${pathname}?${write(next)}`,
    };
  }, [pathname, params, setParams]);
}
