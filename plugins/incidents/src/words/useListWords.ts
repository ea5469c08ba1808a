import { listMessages } from '../messages/listMessages';
import { listTranslationRef } from '../translations/listTranslationRef';
import { createUseWords } from './createUseWords';

/** The words of the incidents page, with those used everywhere. */
export const useListWords = createUseWords({
  ref: listTranslationRef,
  messages: listMessages,
});

/** What `useListWords` answers. */
export type ListWords = ReturnType<typeof useListWords>;
