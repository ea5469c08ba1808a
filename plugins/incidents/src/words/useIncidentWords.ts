import { incidentMessages } from '../messages/incidentMessages';
import { incidentTranslationRef } from '../translations/incidentTranslationRef';
import { createUseWords } from './createUseWords';

/** The words about one incident, with those used everywhere. */
export const useIncidentWords = createUseWords({
  ref: incidentTranslationRef,
  messages: incidentMessages,
});

/** What `useIncidentWords` answers. */
export type IncidentWords = ReturnType<typeof useIncidentWords>;
