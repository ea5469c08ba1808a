import { operationsMessages } from '../messages/operationsMessages';
import { operationsTranslationRef } from '../translations/operationsTranslationRef';
import { createUseWords } from './createUseWords';

/** The words of the operations page, with those used everywhere. */
export const useOperationsWords = createUseWords({
  ref: operationsTranslationRef,
  messages: operationsMessages,
});

/** What `useOperationsWords` answers. */
export type OperationsWords = ReturnType<typeof useOperationsWords>;
