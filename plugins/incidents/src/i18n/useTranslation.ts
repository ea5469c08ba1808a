import {
  TranslationRef,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { useMemo } from 'react';
import { formatTimes } from './formatTimes';
import { incidentsTranslationRef } from './incidentsTranslationRef';
import { Translate } from './translate';

// Widened: deriving the options of some hundred messages from the ref's own
// type takes the compiler minutes; `Translate` does it cheaply.
const wideRef: TranslationRef<string, { [key in string]: string }> =
  incidentsTranslationRef;

/** The texts of the plugin, and times in the reader's locale and time zone. */
export function useTranslation() {
  const { t: translate } = useTranslationRef(wideRef);
  return useMemo(() => {
    const t: Translate = (key: string, values?: Record<string, string>) =>
      translate(key, { interpolation: { escapeValue: false }, ...values });
    return { t, ...formatTimes(t) };
  }, [translate]);
}

/** What `useTranslation` returns. */
export type Translation = ReturnType<typeof useTranslation>;
