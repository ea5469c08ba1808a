/** A row of `incidents` with the columns that every version of the table has. */
export function incidentRow(number: number, now = new Date()) {
  return {
    number,
    version: 1,
    title: 'Broken',
    severity: 'sev1',
    status: 'active',
    visibility: 'public',
    links: '[]',
    started_at: now,
    created_at: now,
    updated_at: now,
  };
}

/** A row of `parent_issues` with the columns that every version of the table has. */
export function parentIssueRow(
  incidentNumber: number,
  issueId: string,
  now = new Date(),
) {
  return {
    issue_id: issueId,
    incident_number: incidentNumber,
    is_current: true,
    version: 1,
    status: 'linked',
    origin: 'created',
    fields: '{}',
    created_at: now,
    updated_at: now,
  };
}

/** A row of `jobs` that is due; a job of no incident unless `incident_number` says so. */
export function jobRow(job: {
  kind: string;
  key: string;
  [column: string]: unknown;
}) {
  return {
    id: `${job.kind}-${job.key}`,
    incident_number: null,
    generation: 1,
    completed_generation: 0,
    failed_generation: 0,
    priority: 1,
    state: 'due',
    run_at: new Date(0),
    attempts: 0,
    created_at: new Date(0),
    ...job,
  };
}
