import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { relatedMessages } from '../messages/relatedMessages';

/** Words of the cards on other entities, and of the home page's widget. @public */
export const relatedTranslationRef = createTranslationRef({
  id: 'plugin.incidents.related',
  messages: relatedMessages,
});
