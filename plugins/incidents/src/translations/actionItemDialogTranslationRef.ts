import { createTranslationRef } from '@backstage/core-plugin-api/alpha';
import { actionItemDialogMessages } from '../messages/actionItemDialogMessages';

/** Words of the dialogs and notices of the action items card. @public */
export const actionItemDialogTranslationRef = createTranslationRef({
  id: 'plugin.incidents.action-item-dialogs',
  messages: actionItemDialogMessages,
});
