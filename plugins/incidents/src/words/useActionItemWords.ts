import { actionItemMessages } from '../messages/actionItemMessages';
import { actionItemTranslationRef } from '../translations/actionItemTranslationRef';
import { createUseWords } from './createUseWords';

/** The words of the action items card, with those used everywhere. */
export const useActionItemWords = createUseWords({
  ref: actionItemTranslationRef,
  messages: actionItemMessages,
});

/** What `useActionItemWords` answers. */
export type ActionItemWords = ReturnType<typeof useActionItemWords>;
