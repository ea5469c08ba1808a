import { actionItems, incident } from '../../src/__testUtils__/fixtures';
import { errorAnswer } from '../../src/__testUtils__/handlers';
import { troubledStatus } from '../../src/__testUtils__/linearStatus';
import { GalleryState } from '../GalleryState';
import { actionItemsState } from './actionItemsStates';
import { incidentsPageState } from './incidentsPageStates';
import { listAnswer, listedIncidents } from './listedIncidents';
import { overviewStates } from './overviewStates';

const [mitigated] = overviewStates;

/** Dialogs of the action items card. */
export const itemDialogStates: GalleryState[] = [
  actionItemsState('Add an action item', actionItems(), {
    presses: [/^Add action item$/],
  }),
  actionItemsState('Add one to a private incident', actionItems(), {
    presses: [/^Add action item$/],
    routes: { 'get /incidents/:ref': incident({ visibility: 'private' }) },
  }),
  actionItemsState('Link another parent issue', actionItems(), {
    presses: [/^More about the parent issue$/, /^Link another parent/],
  }),
  actionItemsState('Menu of a row', actionItems(), {
    presses: [/^Change PAY-219$/],
  }),
];

/** Dialogs of the overview card. */
export const overviewDialogStates: GalleryState[] = [
  { ...mitigated, name: 'Edit an incident', presses: [/^Edit/] },
];

/** Dialogs of the incidents page. */
export const incidentsDialogStates: GalleryState[] = [
  incidentsPageState(
    'Declare an incident',
    listAnswer(listedIncidents.slice(0, 3)),
    { presses: [/^Declare an incident$/] },
  ),
];

/** Dialogs of the operations page. */
export const operationsDialogStates: GalleryState[] = [
  {
    name: 'Accept removals',
    presses: [/^Accept removals…$/],
    routes: { 'get /linear/status': troubledStatus() },
  },
  {
    name: 'Accept removals, refused',
    presses: [/^Accept removals…$/, /^Accept removals$/],
    routes: {
      'get /linear/status': troubledStatus(),
      'post /linear/sync': errorAnswer(
        409,
        'ConflictError',
        'No removals are held back any more',
      ),
    },
  },
];
