/** What a driver returns for an instant: `Date` on PostgreSQL, epoch milliseconds on SQLite. */
export type InstantColumn = Date | number | string;

/** What a driver returns for a boolean. */
export type BooleanColumn = boolean | number;

export interface IncidentRow {
  number: number;
  version: number;
  title: string;
  summary: string | null;
  severity: string;
  status: string;
  visibility: string;
  lead: string | null;
  reporter: string | null;
  links: string;
  started_at: InstantColumn;
  mitigated_at: InstantColumn | null;
  closed_at: InstantColumn | null;
  created_at: InstantColumn;
  updated_at: InstantColumn;
}

export interface ParentIssueRow {
  issue_id: string;
  incident_number: number;
  is_current: BooleanColumn;
  version: number;
  status: string;
  origin: string;
  route: string | null;
  fields: string;
  observed: string | null;
  team_key: string | null;
  attachment_id: string | null;
  comment: string | null;
  reasons: string | null;
  created_at: InstantColumn;
  updated_at: InstantColumn;
}

export interface ActionItemRow {
  incident_number: number;
  issue_id: string;
  parent_issue_id: string | null;
  source: string;
  identifier: string;
  title: string;
  url: string;
  status: string;
  state_id: string;
  state_name: string;
  state_type: string;
  state_color: string;
  priority: string;
  assignee_id: string | null;
  assignee_name: string | null;
  assignee_ref: string | null;
  assignee_avatar_url: string | null;
  team_id: string;
  team_key: string;
  team_name: string;
  due_at: InstantColumn | null;
  due_source: string | null;
  issue_created_at: InstantColumn;
  issue_updated_at: InstantColumn;
  completed_at: InstantColumn | null;
  canceled_at: InstantColumn | null;
  archived: BooleanColumn;
  content_hash: string;
  first_seen_at: InstantColumn;
  changed_at: InstantColumn;
}

export interface IncidentSyncRow {
  incident_number: number;
  last_attempt_at: InstantColumn | null;
  last_success_at: InstantColumn | null;
}

export interface JobRow {
  id: string;
  kind: string;
  key: string;
  incident_number: number | null;
  generation: number;
  completed_generation: number;
  failed_generation: number;
  priority: number;
  state: 'due' | 'escalated';
  run_at: InstantColumn;
  attempts: number;
  failing_since: InstantColumn | null;
  reason: string | null;
  escalated_at: InstantColumn | null;
  claim_id: string | null;
  claimed_generation: number | null;
  claim_expires_at: InstantColumn | null;
  created_at: InstantColumn;
}

export interface IdempotencyKeyRow {
  principal: string;
  route: string;
  key: string;
  body_hash: string;
  incident_number: number;
  issue_id: string | null;
  created_at: InstantColumn;
}

export interface RequestLimitRow {
  action: string;
  principal: string;
  requests: number;
  ends_at: InstantColumn;
}

export interface ActionItemListRow {
  incident_number: number;
  version: number;
}

export interface NotificationRow {
  key: string;
  trigger: string;
  state: 'pending' | 'sent' | 'dropped';
  failures: number;
  unconfirmed_attempts: number;
  created_at: InstantColumn;
}

export interface NotifiedAssigneeRow {
  issue_id: string;
  version: number;
  assignee_id: string | null;
}

export interface DeltaRow {
  name: string;
  version: number;
  watermark: string | null;
  last_complete_started_at: InstantColumn | null;
  last_complete_at: InstantColumn | null;
}

export interface SweepRow {
  id: string;
  version: number;
  active: number | null;
  state: string;
  started_at: InstantColumn;
  finished_at: InstantColumn | null;
  cursor: string;
  counts: string;
  accept_removals: BooleanColumn;
  breaker: string | null;
}

export interface LinearTokenRow {
  name: string;
  sealed: string;
  /** Drivers return big integers as strings. */
  issued_at: number | string;
  expires_at: number | string;
}

export interface LinearRateLimitRow {
  name: string;
  until: number | string;
  bucket: string;
}

export interface LinearTeamRow {
  id: string;
  key: string;
  name: string;
  visibility: string | null;
  states: string | null;
  read_at: InstantColumn | null;
}

export interface TimelineEntryRow {
  /** In the order of insertion. */
  position: number;
  id: string;
  incident_number: number;
  at: InstantColumn;
  kind: string;
  actor: string | null;
  params: string;
  issue_id: string | null;
  occurrence: string | null;
}
