import { useNow } from './useNow';
import { useTranslation, Translation } from '../../i18n/useTranslation';

/** A relative time that updates, the exact time on hover. */
export function RelativeTime(props: {
  instant: string;
  /** Milliseconds between updates. */
  period?: number;
  className?: string;
  format?: (translation: Translation, instant: string, now: number) => string;
}) {
  const { instant, period = 15_000, className, format } = props;
  const translation = useTranslation();
  const now = useNow(period);
  return (
    <time
      dateTime={instant}
      title={translation.exact(instant)}
      className={className}
    >
      {format
        ? format(translation, instant, now)
        : translation.ago(instant, now)}
    </time>
  );
}
