import { actionItemDialogMessages } from '../messages/actionItemDialogMessages';
import { actionItemDialogTranslationRef } from '../translations/actionItemDialogTranslationRef';
import { createUseWords } from './createUseWords';

/** The words of the card's dialogs and notices, with those used everywhere. */
export const useActionItemDialogWords = createUseWords({
  ref: actionItemDialogTranslationRef,
  messages: actionItemDialogMessages,
});

/** What `useActionItemDialogWords` answers. */
export type ActionItemDialogWords = ReturnType<typeof useActionItemDialogWords>;
