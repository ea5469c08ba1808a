import { useNow } from './useNow';
import { useTranslation } from '../../i18n/useTranslation';

/** When something is tried next, counted down every second. */
export function Countdown(props: { until: string }) {
  const { t, duration } = useTranslation();
  const left = Date.parse(props.until) - useNow(1_000);
  // Numbers that change every second are not read aloud.
  return (
    <span role="timer" aria-live="off">
      {left > 0
        ? t('outage.nextTry', { duration: duration(left) })
        : t('outage.trying')}
    </span>
  );
}
