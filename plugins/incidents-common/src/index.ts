/**
 * Wire types, permissions and the HTTP client shared by both halves of the
 * incidents plugin.
 *
 * @packageDocumentation
 */
export * from './constants';
export * from './entityRef';
export type { ActionItemFilters, IncidentFilters } from './filters';
export * from './IncidentsClient';
export * from './permissions';
export * from './reasons';
export type { CreateOptions, ReadOptions } from './sendRequest';
export {
  dateSchema,
  entityRefSchema,
  idempotencyKeySchema,
  incidentRefSchema,
  instantSchema,
  issueIdentifierSchema,
  teamKeySchema,
} from './wire/scalars';
export * from './wire/actionItem';
export * from './wire/incident';
export * from './wire/incidentActionItem';
export * from './wire/incidentSummary';
export * from './wire/operations';
export * from './wire/parentIssue';
export * from './wire/searchDocument';
export * from './wire/statistics';
export * from './wire/timeline';
