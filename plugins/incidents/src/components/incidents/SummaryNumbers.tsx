import { Statistics } from '@backstage-incidents/incidents-common';
import { Button, Link, Skeleton } from '@backstage/ui';
import { RiTimeLine } from '@remixicon/react';
import { UseQueryResult } from '@tanstack/react-query';
import { ReactNode } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { useTranslation } from '../../i18n/useTranslation';
import { IncidentQuery, OPEN_STATUSES } from './incidentQuery';
import { WeeksSparkline } from './WeeksSparkline';
import styles from './SummaryNumbers.module.css';

/** How much is open and overdue, how old it is, and whether it grows. */
export function SummaryNumbers(props: {
  statistics: UseQueryResult<Statistics>;
  /** Whether the page already shows the error, with a retry. */
  isFailureShown: boolean;
  /** Calendar weeks that the statistics look back on. */
  weeks: number;
  /** The URL of the list that a number counts. */
  hrefWith: (change: Partial<IncidentQuery>) => string;
}) {
  const { isFailureShown, weeks, hrefWith } = props;
  const { data: statistics, isError, isPlaceholderData } = props.statistics;
  const { t, duration } = useTranslation();
  const failure = isError && !isFailureShown && (
    <NumbersFailed statistics={props.statistics} />
  );
  if (isError && !statistics) return failure || null;
  const age = statistics?.incidents.medianAgeSeconds;
  const overdue = statistics?.actionItems.overdue ?? 0;
  return (
    <>
      {failure}
      <dl
        aria-label={t('incidents.numbers')}
        className={styles.numbers}
        data-stale={isPlaceholderData || isError || undefined}
      >
        <Figure
          term={t('incidents.summary.open')}
          href={hrefWith({ status: OPEN_STATUSES })}
        >
          {statistics && String(statistics.incidents.open)}
        </Figure>
        <Figure term={t('incidents.summary.openItems')}>
          {statistics && String(statistics.actionItems.open)}
        </Figure>
        <Figure
          term={t('incidents.summary.overdueItems')}
          href={hrefWith({ overdue: true })}
        >
          {statistics && overdue === 0 && '0'}
          {overdue > 0 && (
            <span className={styles.late}>
              <RiTimeLine size={20} aria-hidden />
              {t('actionItems.progress.overdue', { n: overdue })}
            </span>
          )}
        </Figure>
        <Figure term={t('incidents.summary.medianAge')}>
          {statistics && (age === undefined ? '–' : duration(age * 1000))}
        </Figure>
        <Figure term={t('incidents.summary.flow', { weeks: weeks })} isWide>
          {statistics && <WeeksSparkline weeks={statistics.weeks} />}
        </Figure>
      </dl>
    </>
  );
}

function Figure(props: {
  term: string;
  /** The URL of the list that the number counts. */
  href?: string;
  isWide?: boolean;
  children: ReactNode;
}) {
  const { term, href, isWide = false, children } = props;
  return (
    <div className={styles.figure} data-wide={isWide || undefined}>
      <dt className={styles.term}>
        {href ? (
          <Link
            href={href}
            standalone
            variant="body-x-small"
            color="secondary"
            className={styles.link}
          >
            {term}
          </Link>
        ) : (
          term
        )}
      </dt>
      <dd className={styles.value}>
        {children ?? <Skeleton width={56} height={28} />}
      </dd>
    </div>
  );
}

function NumbersFailed(props: { statistics: UseQueryResult<Statistics> }) {
  const { error, refetch, isFetching } = props.statistics;
  const { t, failure } = useTranslation();
  return (
    <p role="status" className={styles.failed}>
      {t('incidents.numbersFailed')}
      {describeFailure(error).kind === 'other' && <span>{failure(error)}</span>}
      <Button
        size="small"
        variant="secondary"
        isPending={isFetching}
        onPress={() => refetch()}
      >
        {t('common.retry')}
      </Button>
    </p>
  );
}
