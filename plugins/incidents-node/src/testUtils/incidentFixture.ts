import {
  Incident,
  incidentEntityRef,
  PRIVATE_INCIDENT_TITLE,
  RedactedIncident,
} from '@backstage-incidents/incidents-common';

/** A public incident whose parent issue is linked. @public */
export function incidentFixture(overrides: Partial<Incident> = {}): Incident {
  const ref = overrides.ref ?? 'INC-42';
  return {
    ref,
    entityRef: incidentEntityRef(ref),
    version: 1,
    title: 'Checkout answers with errors',
    severity: 'sev2',
    status: 'active',
    visibility: 'public',
    participants: [],
    affects: [],
    labels: [],
    links: [],
    startedAt: '2026-01-02T03:00:00.000Z',
    createdAt: '2026-01-02T03:04:05.000Z',
    updatedAt: '2026-01-02T03:04:05.000Z',
    parentIssue: {
      status: 'linked',
      id: '0d0b8d3c-5f4e-4a0c-9e56-2f2f1c1f5a11',
      identifier: 'PAY-214',
      url: 'https://linear.app/acme/issue/PAY-214',
    },
    progress: {
      total: 0,
      todo: 0,
      inProgress: 0,
      done: 0,
      canceled: 0,
      overdue: 0,
    },
    ...overrides,
  };
}

/** A private incident in its redacted form, as services get it. @public */
export function redactedIncidentFixture(ref: string): RedactedIncident {
  return {
    ref,
    entityRef: incidentEntityRef(ref),
    title: PRIVATE_INCIDENT_TITLE,
    visibility: 'private',
  };
}
