import {
  Incident,
  IncidentFilters,
  IncidentStatus,
} from '@backstage-incidents/incidents-common';
import { useIncidentList } from '../../api/useIncidentList';
import { OPEN_STATUSES } from '../incidents/incidentQuery';

const CLOSED_STATUSES: IncidentStatus[] = ['done', 'canceled'];

/** Incidents of one entity, at most as many as a card shows. */
export interface RelatedIncidents {
  /** Open ones first, then the most recently closed. */
  incidents: Incident[];
  open: number;
  closed: number;
}

/** Reads open and closed incidents separately, each with its own total. */
export function useRelatedIncidents(options: {
  filters: Pick<IncidentFilters, 'lead' | 'affects'>;
  shown: number;
}) {
  const { filters, shown } = options;
  const common: IncidentFilters = {
    ...filters,
    orderBy: '-startedAt',
    limit: shown,
  };
  const open = useIncidentList({ ...common, status: OPEN_STATUSES });
  const closed = useIncidentList({ ...common, status: CLOSED_STATUSES });
  const data: RelatedIncidents | undefined = open.data &&
    closed.data && {
      incidents: openFirst(open.data.items, closed.data.items).slice(0, shown),
      open: open.data.totalItems,
      closed: closed.data.totalItems,
    };
  return {
    data,
    error: open.error ?? closed.error,
    isFetching: open.isFetching || closed.isFetching,
    refetch: () => Promise.all([open.refetch(), closed.refetch()]),
  };
}

/** An incident closed or reopened between the two responses is in both. */
function openFirst(open: Incident[], closed: Incident[]): Incident[] {
  const refs = new Set(open.map(incident => incident.ref));
  return [...open, ...closed.filter(incident => !refs.has(incident.ref))];
}
