import {
  TranslationRef,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { useMemo } from 'react';
import { commonMessages } from '../messages/commonMessages';
import { commonTranslationRef } from '../translations/commonTranslationRef';
import { timesIn } from './timesIn';
import { Translate } from './translate';

// Widened: deriving the options of each of some hundred messages from a ref's
// own type takes the compiler minutes; `Translate` does it cheaply.
type WideRef = TranslationRef<string, { [key in string]: string }>;

const commonRef: WideRef = commonTranslationRef;

/**
 * The hook that gives one part of the plugin its own words and the common ones,
 * so that no part loads the words of another.
 */
export function createUseWords<TMessages extends object>(part: {
  ref: WideRef;
  /** Of that ref. */
  messages: TMessages;
}) {
  return function usePartWords() {
    const { t: translateCommon } = useTranslationRef(commonRef);
    const { t: translatePart } = useTranslationRef(part.ref);
    return useMemo(() => {
      const t: Translate<TMessages & typeof commonMessages> = (
        key: PropertyKey,
        values?: Record<string, string>,
      ) => {
        const translate =
          key in part.messages ? translatePart : translateCommon;
        return translate(String(key), {
          interpolation: { escapeValue: false },
          ...values,
        });
      };
      return { t, ...timesIn(t) };
    }, [translateCommon, translatePart]);
  };
}
