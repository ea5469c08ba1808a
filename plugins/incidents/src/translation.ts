import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { actionItemMessages } from './messages/actionItemMessages';
import { commonMessages } from './messages/commonMessages';
import { incidentMessages } from './messages/incidentMessages';
import { operationsMessages } from './messages/operationsMessages';
import { pageMessages } from './messages/pageMessages';
import { relatedMessages } from './messages/relatedMessages';
import { templateMessages } from './messages/templateMessages';

const messages = {
  ...commonMessages,
  ...actionItemMessages,
  ...incidentMessages,
  ...pageMessages,
  ...operationsMessages,
  ...relatedMessages,
  ...templateMessages,
};

/** Every message by its key. */
export type Messages = typeof messages;

/** Every word the plugin shows. @public */
export const incidentsTranslationRef = createTranslationRef({
  id: 'plugin.incidents',
  messages,
});
