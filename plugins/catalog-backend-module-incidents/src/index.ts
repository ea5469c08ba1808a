/**
 * Kind Incident and its entity provider for the catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleIncidents as default } from './module';
