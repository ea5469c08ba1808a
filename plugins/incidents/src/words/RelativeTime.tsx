import { useNow } from './useNow';
import { useWords, Words } from './useWords';

/** A span of time in words that ticks, the exact time on hover. */
export function RelativeTime(props: {
  instant: string;
  /** Milliseconds between updates. */
  period?: number;
  className?: string;
  format?: (words: Words, instant: string, now: number) => string;
}) {
  const { instant, period = 15_000, className, format } = props;
  const words = useWords();
  const now = useNow(period);
  return (
    <time dateTime={instant} title={words.exact(instant)} className={className}>
      {format ? format(words, instant, now) : words.ago(instant, now)}
    </time>
  );
}
