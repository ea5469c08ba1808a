import { ResponseError } from '@backstage/errors';
import { useEffect, useState } from 'react';
import { useIncidentList } from '../../api/useIncidentList';
import { filtersOf, IncidentQuery } from './incidentQuery';
import { IncidentsAddress } from './useIncidentsAddress';

function firstPageOf(query: IncidentQuery): string {
  return JSON.stringify({ ...query, after: [] });
}

/**
 * The page of the list in the URL. If it no longer exists, the first page, with
 * `hasStartedOver` until another page is opened.
 */
export function useListPage(options: {
  address: IncidentsAddress;
  pageSize: number;
}) {
  const { address, pageSize } = options;
  const { query, startOver } = address;
  const cursor = query.after.at(-1);
  const list = useIncidentList({
    ...filtersOf(query),
    orderBy: query.orderBy,
    limit: pageSize,
    ...(cursor === undefined ? {} : { cursor }),
  });
  const [startedOver, setStartedOver] = useState<string>();
  const isRefused =
    list.error instanceof ResponseError && list.error.response.status === 400;
  const isBeyondTheEnd =
    !list.isPlaceholderData && list.data?.items.length === 0;
  const isGone = cursor !== undefined && (isRefused || isBeyondTheEnd);
  const firstPage = firstPageOf(query);
  useEffect(() => {
    if (!isGone) return;
    setStartedOver(firstPage);
    startOver();
  }, [isGone, firstPage, startOver]);
  return {
    list,
    hasStartedOver: cursor === undefined && startedOver === firstPage,
  };
}
