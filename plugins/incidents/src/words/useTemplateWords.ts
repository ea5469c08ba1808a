import { templateMessages } from '../messages/templateMessages';
import { templateTranslationRef } from '../translations/templateTranslationRef';
import { createUseWords } from './createUseWords';

/** The words of the template's own field, with those used everywhere. */
export const useTemplateWords = createUseWords({
  ref: templateTranslationRef,
  messages: templateMessages,
});

/** What `useTemplateWords` answers. */
export type TemplateWords = ReturnType<typeof useTemplateWords>;
