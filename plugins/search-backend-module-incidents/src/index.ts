/**
 * Incidents in Backstage's search.
 *
 * @packageDocumentation
 */
export { searchModuleIncidents as default } from './module';
