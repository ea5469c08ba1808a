import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { messages } from './messages';

/** All texts of the plugin, for apps that replace or translate them. @public */
export const incidentsTranslationRef = createTranslationRef({
  id: 'plugin.incidents',
  messages,
});
