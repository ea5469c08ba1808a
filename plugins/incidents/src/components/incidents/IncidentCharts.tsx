import { Incident } from '@backstage-incidents/incidents-common';
import { Skeleton } from '@backstage/ui';
import { DateTime } from 'luxon';
import {
  Bar,
  BarChart,
  Legend,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useChartIncidents } from '../../api/useChartIncidents';
import { useWords } from '../../words/useWords';
import { FailureNotice } from '../common/FailureNotice';
import { Chart } from './Chart';
import { ageLimits, countAges, countWeeks, resolveTimes } from './statistics';
import styles from './IncidentCharts.module.css';

const WEEKS = 12;
const HEIGHT = 180;
const HOUR = 3_600_000;
const FIRST = 'var(--bui-fg-announcement)';
const SECOND = 'var(--bui-fg-positive)';
const AXIS = { stroke: 'var(--bui-border-2)', tickLine: false } as const;
const TOOLTIP = {
  cursor: { fill: 'color-mix(in srgb, var(--bui-fg-primary) 5%, transparent)' },
  contentStyle: {
    background: 'var(--bui-bg-neutral-2)',
    border: '1px solid var(--bui-border-2)',
    color: 'var(--bui-fg-primary)',
  },
} as const;

/** How incidents come, go and age. */
export function IncidentCharts() {
  const { t } = useWords();
  const { data, error, refetch } = useChartIncidents();
  if (error) return <FailureNotice error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton width="100%" height={240} />;
  return (
    <div className={styles.charts}>
      <WeeksChart incidents={data.incidents} />
      <AgesChart incidents={data.incidents} />
      <ResolveChart incidents={data.incidents} />
      {!data.complete && (
        <p className={styles.note}>
          {t('charts.newest', {
            n: String(data.incidents.length),
            total: String(data.total),
          })}
        </p>
      )}
    </div>
  );
}

function WeeksChart(props: { incidents: Incident[] }) {
  const { t } = useWords();
  const counts = countWeeks({
    incidents: props.incidents,
    weeks: WEEKS,
    now: DateTime.now(),
  });
  const day = (iso: string) =>
    DateTime.fromISO(iso).toLocaleString({ month: 'short', day: 'numeric' });
  const opened = counts.reduce((sum, count) => sum + count.opened, 0);
  const closed = counts.reduce((sum, count) => sum + count.closed, 0);
  return (
    <Chart
      title={t('charts.weeks')}
      alternative={t('charts.weeksAlternative', {
        weeks: String(WEEKS),
        opened: String(opened),
        closed: String(closed),
      })}
      columns={[t('charts.week'), t('charts.opened'), t('charts.closed')]}
      rows={counts.map(count => [
        day(count.week),
        String(count.opened),
        String(count.closed),
      ])}
    >
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <BarChart data={counts} accessibilityLayer={false} barGap={1}>
          <XAxis dataKey="week" tickFormatter={day} {...AXIS} />
          <YAxis allowDecimals={false} width={28} {...AXIS} />
          <Tooltip labelFormatter={label => day(String(label))} {...TOOLTIP} />
          <Legend />
          <Bar
            dataKey="opened"
            name={t('charts.opened')}
            fill={FIRST}
            isAnimationActive={false}
          />
          <Bar
            dataKey="closed"
            name={t('charts.closed')}
            fill={SECOND}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}

function AgesChart(props: { incidents: Incident[] }) {
  const { t } = useWords();
  const counts = countAges({ incidents: props.incidents, now: DateTime.now() });
  const names = [
    ...ageLimits.map(limit => t('charts.under', { days: String(limit) })),
    t('charts.over', { days: String(ageLimits[ageLimits.length - 1]) }),
  ];
  const rows = counts.map((count, index) => ({ name: names[index], count }));
  return (
    <Chart
      title={t('charts.ages')}
      alternative={rows.map(row => `${row.name}: ${row.count}`).join(', ')}
      columns={[t('charts.age'), t('charts.incidents')]}
      rows={rows.map(row => [row.name, String(row.count)])}
    >
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <BarChart data={rows} accessibilityLayer={false}>
          <XAxis dataKey="name" interval={0} {...AXIS} />
          <YAxis allowDecimals={false} width={28} {...AXIS} />
          <Tooltip {...TOOLTIP} />
          <Bar
            dataKey="count"
            name={t('charts.incidents')}
            fill={FIRST}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}

function ResolveChart(props: { incidents: Incident[] }) {
  const { t, span } = useWords();
  const rows = resolveTimes(props.incidents).map(row => ({
    name: t(`severity.${row.severity}`),
    hours: row.median / HOUR,
    words: span(row.median),
    count: row.count,
  }));
  return (
    <Chart
      title={t('charts.resolve')}
      alternative={
        rows.map(row => `${row.name}: ${row.words}`).join(', ') ||
        t('charts.nothing')
      }
      columns={[t('severity.label'), t('charts.median'), t('charts.resolved')]}
      rows={rows.map(row => [row.name, row.words, String(row.count)])}
    >
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <BarChart data={rows} layout="vertical" accessibilityLayer={false}>
          <XAxis
            type="number"
            tickFormatter={hours =>
              Number(hours) === 0 ? '0' : span(Number(hours) * HOUR)
            }
            {...AXIS}
          />
          <YAxis type="category" dataKey="name" width={48} {...AXIS} />
          <Tooltip
            formatter={hours => span(Number(hours) * HOUR)}
            {...TOOLTIP}
          />
          <Bar
            dataKey="hours"
            maxBarSize={24}
            name={t('charts.median')}
            fill={SECOND}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}
