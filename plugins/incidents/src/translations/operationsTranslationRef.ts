import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { operationsMessages } from '../messages/operationsMessages';

/** Words of the operations page. @public */
export const operationsTranslationRef = createTranslationRef({
  id: 'plugin.incidents.operations',
  messages: operationsMessages,
});
