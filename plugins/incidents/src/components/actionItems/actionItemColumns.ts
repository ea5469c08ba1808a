/** Parts of a row that a host may hide by configuration. */
export const actionItemColumns = [
  'priority',
  'source',
  'state',
  'assignee',
  'due',
] as const;

/** A part of a row that a host may hide by configuration. @public */
export type ActionItemColumn = (typeof actionItemColumns)[number];
