import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { actionItemMessages } from '../messages/actionItemMessages';

/** Words of the action items card of an incident. @public */
export const actionItemTranslationRef = createTranslationRef({
  id: 'plugin.incidents.action-items',
  messages: actionItemMessages,
});
