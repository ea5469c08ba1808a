export { readIncidentsSettings } from './readIncidentsSettings';
export {
  PLACEHOLDER,
  templatePlaceholders,
  type TemplatePlaceholder,
} from './templatePlaceholders';
export type {
  ActionItemsSettings,
  AffectsConditions,
  AutoCompleteSettings,
  ConfigFault,
  ConfiguredLinearSettings,
  IncidentsSettings,
  LinearAuthSettings,
  LinearSettings,
  RouteTarget,
  RoutingConditions,
  RoutingRule,
  RoutingSettings,
  StateNames,
  StatesSettings,
  SyncSettings,
} from './settings';
