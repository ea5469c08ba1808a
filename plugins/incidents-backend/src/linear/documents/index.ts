export * from './changes';
export * from './issues';
export * from './lookups';
export * from './operation';
export * from './probe';
export * from './sweep';
