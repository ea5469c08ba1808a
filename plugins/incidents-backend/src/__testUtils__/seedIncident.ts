import {
  ActionItemSource,
  ActionItemStatus,
  IncidentStatus,
  Severity,
  Visibility,
} from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { incidentRow, parentIssueRow } from './rows';

const LONG_AGO = '2026-01-05T00:00:00.000Z';

/** An action item as far as a test cares; instants are ISO 8601. */
export interface SeededItem {
  issueId: string;
  status?: ActionItemStatus;
  source?: ActionItemSource;
  createdAt?: string;
  completedAt?: string;
  canceledAt?: string;
  dueAt?: string;
  assignee?: string;
}

/** An incident as far as a test cares; instants are ISO 8601. */
export interface SeededIncident {
  number: number;
  title?: string;
  severity?: Severity;
  status?: IncidentStatus;
  visibility?: Visibility;
  startedAt?: string;
  mitigatedAt?: string;
  closedAt?: string;
  lead?: string;
  participants?: string[];
  affects?: string[];
  labels?: string[];
  /** Key of the team that has its parent issue. */
  team?: string;
  items?: SeededItem[];
}

/** Inserts rows as if they had been read from Linear. */
export async function seedIncident(
  knex: Knex,
  incident: SeededIncident,
): Promise<void> {
  const { number, items = [] } = incident;
  const now = new Date(LONG_AGO);
  await knex('incidents').insert({
    ...incidentRow(number, now),
    title: incident.title ?? `Incident ${number}`,
    severity: incident.severity ?? 'sev3',
    status: incident.status ?? 'active',
    visibility: incident.visibility ?? 'public',
    lead: incident.lead,
    started_at: new Date(incident.startedAt ?? LONG_AGO),
    mitigated_at: instant(incident.mitigatedAt),
    closed_at: instant(incident.closedAt),
  });
  for (const [table, column, values = []] of [
    ['incident_participants', 'user_ref', incident.participants],
    ['incident_affected_entities', 'entity_ref', incident.affects],
    ['incident_labels', 'label', incident.labels],
  ] as const) {
    for (const [position, value] of values.entries()) {
      await knex(table).insert({
        incident_number: number,
        [column]: value,
        position,
      });
    }
  }
  await knex('parent_issues').insert({
    ...parentIssueRow(number, `parent-${number}`, now),
    team_key: incident.team,
  });
  if (items.length > 0) {
    await knex.batchInsert(
      'action_items',
      items.map(item => toRow(number, item)),
      30,
    );
  }
}

function toRow(incident: number, item: SeededItem): object {
  return {
    incident_number: incident,
    issue_id: item.issueId,
    source: item.source ?? 'child',
    identifier: `PAY-${item.issueId}`,
    title: `Item ${item.issueId}`,
    url: `https://linear.app/acme/issue/${item.issueId}`,
    status: item.status ?? 'todo',
    state_id: 'state',
    state_name: 'Todo',
    state_type: 'unstarted',
    state_color: '#888888',
    priority: 'none',
    assignee_id: item.assignee ?? null,
    assignee_name: item.assignee ?? null,
    assignee_ref: item.assignee ?? null,
    team_id: 'team',
    team_key: 'PAY',
    team_name: 'Payments',
    due_at: instant(item.dueAt),
    issue_created_at: instant(item.createdAt ?? LONG_AGO),
    issue_updated_at: new Date(LONG_AGO),
    completed_at: instant(item.completedAt),
    canceled_at: instant(item.canceledAt),
    archived: false,
    content_hash: 'hash',
    first_seen_at: new Date(LONG_AGO),
    changed_at: new Date(LONG_AGO),
  };
}

function instant(value: string | undefined): Date | null {
  return value === undefined ? null : new Date(value);
}
