import {
  incidentEntityRef,
  IncidentStatus,
} from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { useIncidentsPath } from './useIncidentsPath';

/**
 * The address of an incident's page: its entity page while it is open. Closed
 * incidents leave the catalog after a while, but are always beneath the
 * incidents page.
 */
export function useIncidentLink(): (incident: {
  ref: string;
  /** Absent where it is not known. */
  status?: IncidentStatus;
}) => string {
  const entityLink = useEntityRefLink();
  const incidentsPath = useIncidentsPath();
  return ({ ref, status }) => {
    const isOpen =
      status !== undefined && status !== 'done' && status !== 'canceled';
    return isOpen || incidentsPath === undefined
      ? entityLink(incidentEntityRef(ref))
      : `${incidentsPath}/${ref}`;
  };
}
