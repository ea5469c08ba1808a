/**
 * The service with which other backend plugins read and change incidents.
 *
 * @packageDocumentation
 */
export * from './actionSchema';
export * from './HttpIncidentsService';
export * from './IncidentsService';
export * from './incidentsServiceRef';
