import {
  IncidentLink,
  incidentLinkSchema,
  IncidentStatus,
  incidentStatusSchema,
  Severity,
  severitySchema,
  Visibility,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { toDate, toIso } from '../database/instants';
import { IncidentRow } from '../database/tables';

/** An incident as the database has it, without what Linear adds. Instants are ISO 8601 in UTC. */
export interface IncidentRecord {
  number: number;
  version: number;
  title: string;
  summary: string | undefined;
  severity: Severity;
  status: IncidentStatus;
  visibility: Visibility;
  lead: string | undefined;
  reporter: string | undefined;
  participants: string[];
  affects: string[];
  /** Entity refs of those who own what is affected, as the catalog last told; empty until it did. */
  affectedOwners: string[];
  labels: string[];
  links: IncidentLink[];
  startedAt: string;
  mitigatedAt: string | undefined;
  closedAt: string | undefined;
  createdAt: string;
  updatedAt: string;
}

/** The lists that live in tables of their own. */
export interface IncidentLists {
  participants: string[];
  affects: string[];
  labels: string[];
}

/** An incident that is not in the database yet. */
export type NewIncident = Omit<
  IncidentRecord,
  'version' | 'updatedAt' | 'affectedOwners'
>;

const links = z.array(incidentLinkSchema);

export function toIncidentRecord(
  row: IncidentRow,
  lists: IncidentLists & Pick<IncidentRecord, 'affectedOwners'>,
): IncidentRecord {
  return {
    number: row.number,
    version: row.version,
    title: row.title,
    summary: row.summary ?? undefined,
    severity: severitySchema.parse(row.severity),
    status: incidentStatusSchema.parse(row.status),
    visibility: visibilitySchema.parse(row.visibility),
    lead: row.lead ?? undefined,
    reporter: row.reporter ?? undefined,
    ...lists,
    links: links.parse(JSON.parse(row.links)),
    startedAt: toDate(row.started_at).toISOString(),
    mitigatedAt: toIso(row.mitigated_at),
    closedAt: toIso(row.closed_at),
    createdAt: toDate(row.created_at).toISOString(),
    updatedAt: toDate(row.updated_at).toISOString(),
  };
}

/** Whether nothing more happens in the incident itself. */
export function isClosed(status: IncidentStatus): boolean {
  return status === 'done' || status === 'canceled';
}
