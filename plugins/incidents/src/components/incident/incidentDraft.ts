import {
  CreateIncidentInput,
  Incident,
  IncidentLink,
  IncidentStatus,
  Severity,
  UpdateIncidentInput,
  Visibility,
} from '@backstage-incidents/incidents-common';

/** The fields of an incident that a person can edit. */
export interface IncidentDraft {
  title: string;
  summary: string;
  severity: Severity;
  status: IncidentStatus;
  visibility: Visibility;
  lead: string | undefined;
  participants: string[];
  affects: string[];
  labels: string[];
  links: IncidentLink[];
  startedAt: string;
  mitigatedAt: string | undefined;
  closedAt: string | undefined;
}

/** One field of the draft. */
export type DraftField = keyof IncidentDraft;

/** What the form starts with; its keys are in the order of the form. */
export function emptyDraft(now: Date): IncidentDraft {
  return {
    title: '',
    summary: '',
    severity: 'sev3',
    status: 'active',
    visibility: 'public',
    lead: undefined,
    participants: [],
    affects: [],
    labels: [],
    links: [],
    startedAt: now.toISOString(),
    mitigatedAt: undefined,
    closedAt: undefined,
  };
}

/** The fields, in the order of the form. */
export const draftFields = Object.keys(
  emptyDraft(new Date(0)),
) as readonly DraftField[];

/** The draft that changes nothing. */
export function draftOf(incident: Incident): IncidentDraft {
  return {
    title: incident.title,
    summary: incident.summary ?? '',
    severity: incident.severity,
    status: incident.status,
    visibility: incident.visibility,
    lead: incident.lead,
    participants: incident.participants,
    affects: incident.affects,
    labels: incident.labels,
    links: incident.links,
    startedAt: incident.startedAt,
    mitigatedAt: incident.mitigatedAt,
    closedAt: incident.closedAt,
  };
}

/** Whether the title that a public incident needs is missing. */
export function lacksTitle(draft: IncidentDraft): boolean {
  return draft.visibility === 'public' && draft.title.trim() === '';
}

/** The request body that declares the draft. */
export function declarationOf(draft: IncidentDraft): CreateIncidentInput {
  const title = draft.title.trim();
  return {
    ...(title ? { title } : {}),
    ...(draft.summary.trim() ? { summary: draft.summary } : {}),
    severity: draft.severity,
    visibility: draft.visibility,
    ...(draft.lead ? { lead: draft.lead } : {}),
    affects: draft.affects,
    labels: draft.labels,
    startedAt: draft.startedAt,
  };
}

/** Which fields differ. */
export function changedFields(
  from: IncidentDraft,
  to: IncidentDraft,
): DraftField[] {
  return draftFields.filter(
    field => JSON.stringify(from[field]) !== JSON.stringify(to[field]),
  );
}

/** The patch that turns the incident into the draft; only what differs. */
export function patchOf(
  incident: Incident,
  draft: IncidentDraft,
): UpdateIncidentInput {
  const changed = new Set(changedFields(draftOf(incident), draft));
  const all: Omit<UpdateIncidentInput, 'expectedVersion'> = {
    ...draft,
    summary: draft.summary || null,
    lead: draft.lead ?? null,
    mitigatedAt: draft.mitigatedAt ?? null,
    closedAt: draft.closedAt ?? null,
  };
  return {
    expectedVersion: incident.version,
    ...Object.fromEntries(
      Object.entries(all).filter(([field]) =>
        [...changed].some(candidate => candidate === field),
      ),
    ),
  };
}

/**
 * Carries a draft over to a newer incident: the user's changes are
 * kept, all other fields come from the newer one.
 */
export function rebase(options: {
  base: Incident;
  draft: IncidentDraft;
  newer: Incident;
}): { draft: IncidentDraft; theirs: DraftField[]; both: DraftField[] } {
  const { base, draft, newer } = options;
  const before = draftOf(base);
  const after = draftOf(newer);
  const mine = changedFields(before, draft);
  const theirs = changedFields(before, after);
  const kept = Object.fromEntries(mine.map(field => [field, draft[field]]));
  return {
    draft: { ...after, ...kept },
    theirs,
    both: theirs.filter(field => mine.includes(field)),
  };
}
