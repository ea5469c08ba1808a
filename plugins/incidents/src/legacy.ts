/**
 * The same cards and pages, for apps on the old frontend system.
 *
 * @packageDocumentation
 */
export {
  EntityActionItemsCard,
  EntityAffectingIncidentsCard,
  EntityIncidentOverviewCard,
  EntityLedIncidentsCard,
  EntityTimelineCard,
  IncidentSearchResultListItem,
  IncidentsPage,
  incidentsPlugin,
  MyActionItems,
} from './legacyPlugin';
export { IncidentIcon } from './components/common/IncidentIcon';
export { incidentsApiRef, type IncidentsApi } from './api/incidentsApiRef';
