export * from './LinearIssue';
export * from './LinearError';
export * from './LinearGateway';
export * from './createLinearGateway';
export * from './ports';
export * from './memory';
export { relationSource, sourcePrecedence } from './operations/relationSource';
export { resolveState } from './operations/WorkflowStates';
export * from './webhooks/readWebhook';
