import { Reason } from '@backstage-incidents/incidents-common';
import {
  TranslationRef,
  useTranslationRef,
} from '@backstage/core-plugin-api/alpha';
import { useMemo } from 'react';
import { describeFailure } from '../api/describeFailure';
import { asSentence, formatReason } from './formatReason';
import { formatTimes } from './formatTimes';
import { incidentsTranslationRef } from './incidentsTranslationRef';
import { Translate } from './translate';

// Widened: deriving the options of some hundred messages from the ref's own
// type takes the compiler minutes; `Translate` does it cheaply.
const wideRef: TranslationRef<string, { [key in string]: string }> =
  incidentsTranslationRef;

/** The texts of the plugin: messages, times, reasons and failures in the user's language. */
export function useTranslation() {
  const { t: translate } = useTranslationRef(wideRef);
  return useMemo(() => {
    const t: Translate = (key: string, values?: object) =>
      translate(key, { ...values });
    const times = formatTimes(t);
    return {
      t,
      ...times,
      /** Without a full stop. */
      reason: (reason: Reason) => formatReason(reason, translate),
      /** In sentences: why a call failed, and when to try again. */
      failure: (error: unknown): string => {
        const { kind, reason, retryAfterSeconds } = describeFailure(error);
        const why = reason && asSentence(formatReason(reason, translate));
        const unexplained =
          kind === 'unavailable'
            ? 'failure.unavailable'
            : 'failure.unexpectedResponse';
        const wait =
          retryAfterSeconds !== undefined &&
          t('failure.retryAfter', {
            duration: times.duration(retryAfterSeconds * 1000),
          });
        return [why ?? t(unexplained), wait].filter(Boolean).join(' ');
      },
    };
  }, [translate]);
}

/** What `useTranslation` returns. */
export type Translation = ReturnType<typeof useTranslation>;
