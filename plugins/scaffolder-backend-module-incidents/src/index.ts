/**
 * Scaffolder actions that declare incidents and create action items.
 *
 * @packageDocumentation
 */
export { scaffolderModuleIncidents as default } from './module';
