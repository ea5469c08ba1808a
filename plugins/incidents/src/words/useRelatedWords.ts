import { relatedMessages } from '../messages/relatedMessages';
import { relatedTranslationRef } from '../translations/relatedTranslationRef';
import { createUseWords } from './createUseWords';

/** The words of the cards on other entities, with those used everywhere. */
export const useRelatedWords = createUseWords({
  ref: relatedTranslationRef,
  messages: relatedMessages,
});

/** What `useRelatedWords` answers. */
export type RelatedWords = ReturnType<typeof useRelatedWords>;
