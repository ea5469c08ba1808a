import { NewIncident } from '../incidents/IncidentRecord';

/** An incident to store, as far as a test does not say otherwise. */
export function newIncident(
  number: number,
  change: Partial<NewIncident> = {},
): NewIncident {
  const instant = change.createdAt ?? '2026-03-10T12:00:00.000Z';
  return {
    number,
    title: 'Checkout is down',
    summary: undefined,
    severity: 'sev2',
    status: 'active',
    visibility: 'public',
    lead: undefined,
    reporter: undefined,
    participants: [],
    affects: [],
    labels: [],
    links: [],
    startedAt: instant,
    mitigatedAt: undefined,
    closedAt: undefined,
    createdAt: instant,
    ...change,
  };
}
