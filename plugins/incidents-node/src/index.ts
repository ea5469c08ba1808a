/**
 * The service with which other backend plugins read and change incidents.
 *
 * @packageDocumentation
 */
export * from './actionSchema';
export * from './changedIncidentRef';
export * from './HttpIncidentsService';
export * from './IncidentsService';
export * from './incidentsServiceRef';
export * from './readAllIncidents';
