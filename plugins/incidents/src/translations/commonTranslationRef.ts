import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { commonMessages } from '../messages/commonMessages';

/** Words used in more than one place: statuses, severities, priorities, times, failures. @public */
export const commonTranslationRef = createTranslationRef({
  id: 'plugin.incidents',
  messages: commonMessages,
});
