/**
 * For tests of plugins that use incidents.
 *
 * @packageDocumentation
 */
export * from './actionItemFixture';
export * from './eventually';
export * from './incidentFixture';
export * from './IncidentsApiStub';
export * from './refusal';
