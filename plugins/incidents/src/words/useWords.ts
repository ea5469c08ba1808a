import { commonMessages } from '../messages/commonMessages';
import { commonTranslationRef } from '../translations/commonTranslationRef';
import { createUseWords } from './createUseWords';

/** The words used everywhere, and times in the reader's locale and time zone. */
export const useWords = createUseWords({
  ref: commonTranslationRef,
  messages: commonMessages,
});

/** What `useWords` answers. */
export type Words = ReturnType<typeof useWords>;
