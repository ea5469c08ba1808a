export * from './LinearIssue';
export * from './LinearError';
export * from './LinearGateway';
export * from './createLinearGateway';
export * from './ports';
export { chunk, isSameName, normalizeName } from './operations/basics';
export { relationSource, sourcePrecedence } from './operations/issueTree';
export { lowestState } from './operations/states';
export * from './webhooks/readWebhook';
