export * from './LinearIssue';
export * from './LinearError';
export * from './LinearGateway';
export * from './createLinearGateway';
export * from './ports';
