export type { ConfigFault } from './findRoutingFaults';
export type {
  AffectsConditions,
  RouteTarget,
  RoutingConditions,
  RoutingSettings,
  StatesSettings,
} from './incidentsSchema';
export { readIncidentsSettings } from './readIncidentsSettings';
export type {
  ActionItemsSettings,
  AutoCompleteSettings,
  ConfiguredLinearSettings,
  IncidentsSettings,
} from './readIncidentsSettings';
export {
  isLoopback,
  PLACEHOLDER,
  templatePlaceholders,
  type TemplatePlaceholder,
} from './scalars';
