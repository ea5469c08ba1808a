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
