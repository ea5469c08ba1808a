import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { listMessages } from '../messages/listMessages';

/** Words of the incidents page. @public */
export const listTranslationRef = createTranslationRef({
  id: 'plugin.incidents.list',
  messages: listMessages,
});
