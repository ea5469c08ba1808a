import {
  Incident,
  IncidentActionItem,
} from '@backstage-incidents/incidents-common';

type Cell = string | number | boolean | undefined;

const INCIDENT_COLUMNS: Record<string, (incident: Incident) => Cell> = {
  ref: ({ ref }) => ref,
  title: ({ title }) => title,
  severity: ({ severity }) => severity,
  status: ({ status }) => status,
  visibility: ({ visibility }) => visibility,
  lead: ({ lead }) => lead,
  reporter: ({ reporter }) => reporter,
  participants: ({ participants }) => participants.join(';'),
  affects: ({ affects }) => affects.join(';'),
  labels: ({ labels }) => labels.join(';'),
  startedAt: ({ startedAt }) => startedAt,
  mitigatedAt: ({ mitigatedAt }) => mitigatedAt,
  closedAt: ({ closedAt }) => closedAt,
  createdAt: ({ createdAt }) => createdAt,
  updatedAt: ({ updatedAt }) => updatedAt,
  'parentIssue.status': ({ parentIssue }) => parentIssue.status,
  'parentIssue.identifier': ({ parentIssue }) => parentIssue.identifier,
  'parentIssue.url': ({ parentIssue }) => parentIssue.url,
  'progress.total': ({ progress }) => progress.total,
  'progress.done': ({ progress }) => progress.done,
  'progress.canceled': ({ progress }) => progress.canceled,
  'progress.overdue': ({ progress }) => progress.overdue,
};

const ITEM_COLUMNS: Record<string, (item: IncidentActionItem) => Cell> = {
  'incident.ref': ({ incident }) => incident.ref,
  identifier: ({ actionItem }) => actionItem.identifier,
  title: ({ actionItem }) => actionItem.title,
  url: ({ actionItem }) => actionItem.url,
  source: ({ actionItem }) => actionItem.source,
  status: ({ actionItem }) => actionItem.status,
  'state.name': ({ actionItem }) => actionItem.state.name,
  priority: ({ actionItem }) => actionItem.priority,
  'assignee.name': ({ actionItem }) => actionItem.assignee?.name,
  'assignee.userRef': ({ actionItem }) => actionItem.assignee?.userRef,
  'team.key': ({ actionItem }) => actionItem.team.key,
  dueAt: ({ actionItem }) => actionItem.dueAt,
  overdue: ({ actionItem }) => actionItem.overdue,
  createdAt: ({ actionItem }) => actionItem.createdAt,
  updatedAt: ({ actionItem }) => actionItem.updatedAt,
  completedAt: ({ actionItem }) => actionItem.completedAt,
  canceledAt: ({ actionItem }) => actionItem.canceledAt,
};

/** Incidents as CSV, columns named as the fields of the API, lists joined by `;`. */
export function incidentsCsv(incidents: readonly Incident[]): string {
  return toCsv(INCIDENT_COLUMNS, incidents);
}

/** Action items as CSV, each with its incident. */
export function actionItemsCsv(items: readonly IncidentActionItem[]): string {
  return toCsv(ITEM_COLUMNS, items);
}

function toCsv<T>(
  columns: Record<string, (row: T) => Cell>,
  rows: readonly T[],
): string {
  const lines = [
    Object.keys(columns),
    ...rows.map(row => Object.values(columns).map(read => read(row))),
  ];
  return lines.map(line => `${line.map(cellText).join(',')}\r\n`).join('');
}

/** Spreadsheets run text that begins like a formula, so it gets an apostrophe. */
function cellText(cell: Cell): string {
  const text = String(cell ?? '');
  const isFormula = typeof cell === 'string' && /^\s*[=+\-@]/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
