import { CreateIncidentInput } from '@backstage-incidents/incidents-common';
import { IncidentDraft } from '../incident/incidentDraft';

/** What the form starts with. */
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

/** Whether the title that a public incident needs is missing. */
export function lacksTitle(draft: IncidentDraft): boolean {
  return draft.visibility === 'public' && draft.title.trim() === '';
}

/** What is sent to declare the draft. */
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
