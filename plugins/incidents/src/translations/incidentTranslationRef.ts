import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { incidentMessages } from '../messages/incidentMessages';

/** Words of the overview card of an incident, and of the forms that declare and edit one. @public */
export const incidentTranslationRef = createTranslationRef({
  id: 'plugin.incidents.overview',
  messages: incidentMessages,
});
