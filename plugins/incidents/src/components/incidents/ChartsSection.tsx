import { Statistics } from '@backstage-incidents/incidents-common';
import {
  Skeleton,
  Text,
  ToggleButton,
  ToggleButtonGroup,
  VisuallyHidden,
} from '@backstage/ui';
import { UseQueryResult } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { Weeks, WEEKS } from './chartsQuery';
import { CHART_CARD_HEIGHT } from './chartStyle';
import styles from './ChartsSection.module.css';
import segments from '../common/Segments.module.css';

// The chart library is loaded only when the charts are shown.
const IncidentCharts = lazy(() =>
  import('./IncidentCharts').then(module => ({
    default: module.IncidentCharts,
  })),
);

/** The charts and their period. An error of the statistics is shown above them. */
export function ChartsSection(props: {
  statistics: UseQueryResult<Statistics>;
  weeks: Weeks;
  onWeeksChange: (weeks: Weeks) => void;
}) {
  const { weeks, onWeeksChange } = props;
  const { data, isError, isPlaceholderData } = props.statistics;
  const { t } = useTranslation();
  return (
    <section aria-label={t('charts.title')} className={styles.section}>
      <div className={styles.head}>
        <Text as="h2" variant="title-x-small" weight="bold">
          {t('charts.title')}
        </Text>
        <ToggleButtonGroup
          className={segments.segments}
          aria-label={t('charts.span')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[String(weeks)]}
          onSelectionChange={keys => {
            const chosen = WEEKS.find(option => keys.has(String(option)));
            if (chosen) onWeeksChange(chosen);
          }}
        >
          {WEEKS.map(option => (
            <ToggleButton key={option} id={String(option)}>
              {t('charts.spanOption', { n: option })}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
      <div
        className={styles.charts}
        data-stale={isPlaceholderData || isError || undefined}
      >
        {data && (
          <Suspense fallback={<ChartSkeletons />}>
            <IncidentCharts statistics={data} />
          </Suspense>
        )}
        {!data && !isError && <ChartSkeletons />}
      </div>
    </section>
  );
}

function ChartSkeletons() {
  const { t } = useTranslation();
  return (
    <>
      <VisuallyHidden role="status">{t('common.loading')}</VisuallyHidden>
      {[0, 1, 2, 3, 4, 5].map(chart => (
        <Skeleton key={chart} width="100%" height={CHART_CARD_HEIGHT} />
      ))}
    </>
  );
}
