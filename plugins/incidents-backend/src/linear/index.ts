export * from './LinearIssue';
export * from './LinearError';
export * from './createLinearGateway';
export * from './ports';
export { chunk, isSameName, normalizeName } from './operations/basics';
export type { IssueChangesPage, RelationsPage } from './operations/changes';
export type { CreateIssueInput, IssueChanges } from './operations/issues';
export type { IssueTree } from './operations/issueTree';
export type { LinearUserKey } from './operations/lookups';
export type { ProbeExpectation, ProbeResult } from './operations/probe';
export {
  type LinearItemSource,
  relationSource,
  sourcePrecedence,
} from './operations/relations';
export { lowestState } from './operations/states';
export * from './webhooks/readWebhook';
