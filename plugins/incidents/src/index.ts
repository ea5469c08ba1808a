/**
 * Incident pages and entity cards, for apps on the new frontend system.
 *
 * @packageDocumentation
 */
export { incidentsPlugin as default } from './plugin';
export { IncidentIcon } from './components/common/IncidentIcon';
export { incidentsApiRef, type IncidentsApi } from './api/incidentsApiRef';
