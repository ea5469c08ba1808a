/**
 * The backend of the incidents plugin.
 *
 * @packageDocumentation
 */
export { incidentsPlugin as default } from './plugin';
/** @internal The command `incidents-doctor`. */
export { runDoctor } from './doctorCommand';
export {
  incidentConditions,
  createIncidentConditionalDecision,
  type IncidentConditions,
} from './incidents/incidentRules';
export { incidentsPermissions } from '@backstage-incidents/incidents-common';
