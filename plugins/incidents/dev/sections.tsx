import { EntityActionItemsCard } from '../src/components/actionItems/ActionItemsCard';
import { MyActionItems } from '../src/components/home/MyActionItems';
import { EntityIncidentOverviewCard } from '../src/components/incident/IncidentOverviewCard';
import { IncidentsPage } from '../src/components/incidents/IncidentsPage';
import { OperationsPage } from '../src/components/operations/OperationsPage';
import { EntityAffectingIncidentsCard } from '../src/components/related/EntityAffectingIncidentsCard';
import { EntityLedIncidentsCard } from '../src/components/related/EntityLedIncidentsCard';
import { EntityTimelineCard } from '../src/components/timeline/TimelineCard';
import { GallerySection } from './GalleryState';
import { actionItemsStates } from './states/actionItemsStates';
import {
  incidentsDialogStates,
  itemDialogStates,
  operationsDialogStates,
  overviewDialogStates,
} from './states/dialogStates';
import { incidentsPageStates } from './states/incidentsPageStates';
import { operationsStates } from './states/operationsStates';
import { overviewStates } from './states/overviewStates';
import { affectingStates, homeStates, ledStates } from './states/relatedStates';
import { timelineDialogStates, timelineStates } from './states/timelineStates';

const renderActionItems = () => <EntityActionItemsCard />;
const renderOverview = () => <EntityIncidentOverviewCard />;
const renderTimeline = () => <EntityTimelineCard />;
const renderIncidents = () => <IncidentsPage operationsPath="/gallery" />;
const renderOperations = () => <OperationsPage incidentsPath="/gallery" />;

/** Every component of the plugin with all of its states. */
export const sections: GallerySection[] = [
  {
    id: 'action-items',
    title: 'Action items card',
    render: renderActionItems,
    states: actionItemsStates,
  },
  {
    id: 'overview',
    title: 'Overview card',
    render: renderOverview,
    states: overviewStates,
  },
  {
    id: 'timeline',
    title: 'Timeline card',
    render: renderTimeline,
    states: timelineStates,
  },
  {
    id: 'incidents',
    title: 'Incidents page',
    isWide: true,
    render: renderIncidents,
    states: incidentsPageStates,
  },
  {
    id: 'operations',
    title: 'Operations page',
    isWide: true,
    render: renderOperations,
    states: operationsStates,
  },
  {
    id: 'affecting',
    title: 'Card on components, APIs, systems, domains, resources',
    render: () => <EntityAffectingIncidentsCard />,
    states: affectingStates,
  },
  {
    id: 'led',
    title: 'Card on users and groups',
    render: () => <EntityLedIncidentsCard />,
    states: ledStates,
  },
  {
    id: 'home',
    title: 'Home page widget',
    render: () => <MyActionItems />,
    states: homeStates,
  },
  {
    id: 'item-dialogs',
    title: 'Dialogs and menus of action items',
    isModal: true,
    render: renderActionItems,
    states: itemDialogStates,
  },
  {
    id: 'overview-dialogs',
    title: 'Dialogs of the overview',
    isModal: true,
    render: renderOverview,
    states: overviewDialogStates,
  },
  {
    id: 'timeline-dialogs',
    title: 'Dialogs of the timeline',
    isModal: true,
    render: renderTimeline,
    states: timelineDialogStates,
  },
  {
    id: 'incidents-dialogs',
    title: 'Dialogs of the incidents page',
    isModal: true,
    render: renderIncidents,
    states: incidentsDialogStates,
  },
  {
    id: 'operations-dialogs',
    title: 'Dialogs of the operations page',
    isModal: true,
    render: renderOperations,
    states: operationsDialogStates,
  },
];
