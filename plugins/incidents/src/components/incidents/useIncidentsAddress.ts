import { useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import { ChartsQuery, parseChartsQuery, writeChartsQuery } from './chartsQuery';
import {
  IncidentQuery,
  parseIncidentQuery,
  withoutFilters,
  writeIncidentQuery,
} from './incidentQuery';

/** What the address of the page asks for, and how to ask for something else. */
export interface IncidentsAddress {
  query: IncidentQuery;
  charts: ChartsQuery;
  /** Back undoes it, except while text is being typed; a change of anything but the page leads to the first page. */
  change: (change: Partial<IncidentQuery>) => void;
  /** Forgets the page one is on, as if one had never been there. */
  startOver: () => void;
  clear: () => void;
  changeCharts: (change: Partial<ChartsQuery>) => void;
  /** The address with another query. */
  hrefWith: (change: Partial<IncidentQuery>) => string;
}

/** The page's state, which lives in its address: Back works, a link shares it. */
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
      clear: () => setParams(write(withoutFilters(query))),
      changeCharts: next =>
        setParams(writeChartsQuery({ ...charts, ...next }, params), {
          replace: true,
        }),
      hrefWith: next => `${pathname}?${write(next)}`,
    };
  }, [pathname, params, setParams]);
}
