import { INCIDENT_NAMESPACE } from './constants';

/** Entity ref of an incident: `INC-42` → `incident:default/inc-42`. @public */
export function incidentEntityRef(ref: string): string {
  return `incident:${INCIDENT_NAMESPACE}/${ref.toLocaleLowerCase('en-US')}`;
}

/**
 * Reference of the incident behind an entity name: `inc-42` → `INC-42`.
 * @public
 */
export function incidentRefFromEntityName(name: string): string {
  return name.toLocaleUpperCase('en-US');
}
