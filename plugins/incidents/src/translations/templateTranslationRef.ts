import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { templateMessages } from '../messages/templateMessages';

/** Words of the template's own field. @public */
export const templateTranslationRef = createTranslationRef({
  id: 'plugin.incidents.template',
  messages: templateMessages,
});
