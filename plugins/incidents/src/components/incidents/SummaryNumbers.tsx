import { Skeleton } from '@backstage/ui';
import { useIncidentSummary } from '../../api/useIncidentSummary';
import { useNow } from '../../words/useNow';
import { useWords } from '../../words/useWords';
import { median } from './statistics';
import styles from './SummaryNumbers.module.css';

/** How much is open, how much of it is late, and how old it is. */
export function SummaryNumbers() {
  const { t, duration } = useWords();
  const now = useNow(60_000);
  const { data, error } = useIncidentSummary();
  if (error) return null;
  const age = median(
    (data?.startedAt ?? []).map(startedAt => now - Date.parse(startedAt)),
  );
  const atLeast = (count: number) =>
    data?.complete === false
      ? t('incidents.atLeast', { n: String(count) })
      : String(count);
  return (
    <dl className={styles.numbers}>
      <Figure
        term={t('incidents.summary.open')}
        value={data && String(data.open)}
      />
      <Figure
        term={t('incidents.summary.openItems')}
        value={data && atLeast(data.openItems)}
      />
      <Figure
        term={t('incidents.summary.overdueItems')}
        value={data && atLeast(data.overdueItems)}
        late={(data?.overdueItems ?? 0) > 0}
      />
      <Figure
        term={t('incidents.summary.medianAge')}
        value={data && (age === undefined ? '–' : duration(age))}
      />
    </dl>
  );
}

function Figure(props: {
  term: string;
  value: string | undefined;
  late?: boolean;
}) {
  const { term, value, late = false } = props;
  return (
    <div className={styles.figure}>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value} data-late={late || undefined}>
        {value ?? <Skeleton width={48} height={28} />}
      </dd>
    </div>
  );
}
