import {
  Incident,
  incidentEntityRef,
  incidentLinkSchema,
  IncidentStatus,
  incidentStatusSchema,
  IncidentSummary,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { toDate, toIso } from '../database/columns';
import { IncidentRow } from '../database/tables';

/**
 * An incident as the database has it: the wire type without what Linear adds.
 * Instants are ISO 8601 in UTC.
 */
export type IncidentRecord = Omit<
  Incident,
  'entityRef' | 'parentIssue' | 'progress'
> & {
  number: number;
  /** Entity refs of those who own what is affected, as last read from the catalog; empty before that. */
  affectedOwners: string[];
};

/** The lists that live in tables of their own. */
export type IncidentLists = Pick<
  IncidentRecord,
  'participants' | 'affects' | 'labels'
>;

/** An incident that is not in the database yet. */
export type NewIncident = Omit<
  IncidentRecord,
  'ref' | 'version' | 'updatedAt' | 'affectedOwners'
>;

/** What an edit changes; an absent field stays, `null` clears it, a list is replaced. */
export type IncidentEdit = Partial<
  Omit<IncidentRecord, 'ref' | 'number' | ClearableField>
> & { [F in ClearableField]?: string | null };

type ClearableField = 'summary' | 'lead' | 'mitigatedAt' | 'closedAt';

const links = z.array(incidentLinkSchema);

export function toIncidentRecord(
  row: IncidentRow,
  rest: IncidentLists & Pick<IncidentRecord, 'ref' | 'affectedOwners'>,
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
    ...rest,
    links: links.parse(JSON.parse(row.links)),
    startedAt: toDate(row.started_at).toISOString(),
    mitigatedAt: toIso(row.mitigated_at),
    closedAt: toIso(row.closed_at),
    createdAt: toDate(row.created_at).toISOString(),
    updatedAt: toDate(row.updated_at).toISOString(),
  };
}

/** As much of an incident as a line about it says. */
export function toIncidentSummary(
  row: Pick<
    IncidentRow,
    'number' | 'title' | 'severity' | 'status' | 'visibility'
  >,
  prefix: string,
): IncidentSummary {
  const ref = incidentRef(prefix, row.number);
  return {
    ref,
    entityRef: incidentEntityRef(ref),
    title: row.title,
    severity: severitySchema.parse(row.severity),
    status: incidentStatusSchema.parse(row.status),
    visibility: visibilitySchema.parse(row.visibility),
  };
}

/** The columns of what is given; the absent ones are `undefined`, which leaves them as they are. */
export function toIncidentColumns(edit: IncidentEdit): Partial<IncidentRow> {
  return {
    title: edit.title,
    summary: edit.summary,
    severity: edit.severity,
    status: edit.status,
    visibility: edit.visibility,
    lead: edit.lead,
    reporter: edit.reporter,
    links: edit.links && JSON.stringify(edit.links),
    started_at: edit.startedAt && new Date(edit.startedAt),
    mitigated_at: edit.mitigatedAt && new Date(edit.mitigatedAt),
    closed_at: edit.closedAt && new Date(edit.closedAt),
    created_at: edit.createdAt && new Date(edit.createdAt),
    updated_at: edit.updatedAt && new Date(edit.updatedAt),
  };
}

/** Whether nothing more happens in the incident itself. */
export function isClosed(status: IncidentStatus): boolean {
  return status === 'done' || status === 'canceled';
}

/** How people write incident `number`: `INC-42`. */
export function incidentRef(prefix: string, number: number): string {
  return `${prefix}-${number}`;
}

/** The number behind a ref of this prefix; `undefined` for any other. */
export function incidentNumber(
  prefix: string,
  ref: string,
): number | undefined {
  const [refPrefix, digits] = ref.split('-');
  return refPrefix === prefix ? Number(digits) : undefined;
}
