/**
 * What other backend plugins use to work with incidents.
 *
 * @packageDocumentation
 */
export * from './actionSchema';
export * from './HttpIncidentsService';
export * from './IncidentsService';
export * from './incidentsServiceRef';
