import { Durations, Statistics } from '@backstage-incidents/incidents-common';
import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useId } from 'react';
import {
  Bar,
  BarChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { splitDuration } from '../../i18n/splitDuration';
import { useTranslation } from '../../i18n/useTranslation';
import { Chart } from './Chart';
import segments from '../common/Segments.module.css';
import { ChartLegend, LEGEND_HEIGHT } from './ChartLegend';
import {
  AXIS,
  axisName,
  CHART_HEIGHT,
  HatchPattern,
  OPENED,
  TOOLTIP,
  UNIT_SECONDS,
} from './chartStyle';

const GROUPINGS = ['week', 'team', 'component'] as const;
export type Grouping = (typeof GROUPINGS)[number];
const MEASURES = ['timeToMitigate', 'timeToClose'] as const;
type Measure = (typeof MEASURES)[number];
/** More names do not fit beside the bars; the table has all. */
const MOST_BARS = 8;

interface Row extends Record<Measure, Durations> {
  name: string;
}

/** By what the times of incidents are grouped. */
export function TimesGrouping(props: {
  value: Grouping;
  onChange: (grouping: Grouping) => void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  return (
    <ToggleButtonGroup
      className={segments.segments}
      aria-label={t('charts.grouping')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={keys => {
        const chosen = GROUPINGS.find(option => keys.has(option));
        if (chosen) onChange(chosen);
      }}
    >
      {GROUPINGS.map(option => (
        <ToggleButton key={option} id={option}>
          {t(`charts.by.${option}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** How long incidents took to be mitigated and to be closed, by week, team or component. */
export function IncidentTimesCharts(props: {
  statistics: Statistics;
  grouping: Grouping;
}) {
  const { statistics, grouping } = props;
  const { incidentWeeks, incidentTeams, incidentComponents } = statistics;
  const { shortDay } = useTranslation();
  const rows: Record<Grouping, Row[]> = {
    week: incidentWeeks.map(week => ({ ...week, name: shortDay(week.from) })),
    team: incidentTeams.map(row => ({ ...row, name: row.team })),
    component: incidentComponents.map(row => ({
      ...row,
      name: row.entityRef.replace(/^component:(default\/)?/, ''),
    })),
  };
  return (
    <>
      {MEASURES.map(measure => (
        <TimesChart
          key={measure}
          measure={measure}
          grouping={grouping}
          rows={rows[grouping]}
        />
      ))}
    </>
  );
}

function TimesChart(props: {
  measure: Measure;
  grouping: Grouping;
  rows: readonly Row[];
}) {
  const { measure, grouping } = props;
  const { t, span } = useTranslation();
  const hatchId = useId();
  const p90Fill = `url(#${hatchId})`;
  const title = t(`charts.${measure}`);
  const words = (seconds: number | undefined) =>
    seconds === undefined ? '–' : span(seconds * 1000);
  const times = props.rows.map(row => ({ ...row[measure], name: row.name }));
  const some = times.filter(({ count }) => count > 0);
  const longest = Math.max(0, ...some.map(({ p90Seconds }) => p90Seconds ?? 0));
  // So that the axis has whole numbers.
  const { unit } = splitDuration(longest * 1000);
  const inUnit = (seconds: number | undefined) =>
    seconds === undefined ? undefined : seconds / UNIT_SECONDS[unit];
  const isByWeek = grouping === 'week';
  const bars = (isByWeek ? times : some.slice(0, MOST_BARS)).map(row => ({
    name: row.name,
    median: inUnit(row.medianSeconds),
    p90: inUnit(row.p90Seconds),
  }));
  const names = (
    <XAxis
      type="category"
      dataKey="name"
      label={axisName(t('charts.week'), 'x')}
      height={40}
      minTickGap={12}
      {...AXIS}
    />
  );
  const tick = (time: number) => t(`duration.${unit}`, { n: time });
  return (
    <Chart
      title={title}
      alternative={t('charts.timesAlternative', {
        title,
        list: some
          .map(({ name, medianSeconds, p90Seconds }) =>
            t('charts.timesEntry', {
              name,
              median: words(medianSeconds),
              p90: words(p90Seconds),
            }),
          )
          .join(', '),
      })}
      empty={some.length === 0 ? t(`charts.${measure}Empty`) : undefined}
      columns={[
        isByWeek ? t('charts.week') : t(`charts.${grouping}`),
        t('charts.median'),
        t('charts.p90'),
        t('incidents.title'),
      ]}
      rows={times.map(row => [
        row.name,
        words(row.medianSeconds),
        words(row.p90Seconds),
        String(row.count),
      ])}
    >
      <ChartLegend
        entries={[
          { name: t('charts.median'), fill: OPENED },
          { name: t('charts.p90'), fill: p90Fill },
        ]}
      />
      <ResponsiveContainer width="100%" height={CHART_HEIGHT - LEGEND_HEIGHT}>
        <BarChart
          data={bars}
          layout={isByWeek ? 'horizontal' : 'vertical'}
          accessibilityLayer={false}
          barGap={1}
          barCategoryGap="18%"
          margin={{ top: 8, right: 12, bottom: 8, left: 0 }}
        >
          <defs>
            <HatchPattern id={hatchId} />
          </defs>
          {isByWeek ? (
            names
          ) : (
            <XAxis
              type="number"
              allowDecimals={false}
              tickFormatter={tick}
              minTickGap={16}
              {...AXIS}
            />
          )}
          {isByWeek ? (
            <YAxis
              type="number"
              allowDecimals={false}
              tickFormatter={tick}
              width={48}
              {...AXIS}
            />
          ) : (
            <YAxis
              type="category"
              dataKey="name"
              width={grouping === 'team' ? 56 : 110}
              interval={0}
              {...AXIS}
            />
          )}
          <Tooltip
            formatter={time => span(Number(time) * UNIT_SECONDS[unit] * 1000)}
            {...TOOLTIP}
          />
          <Bar
            dataKey="median"
            name={t('charts.median')}
            fill={OPENED}
            maxBarSize={18}
            minPointSize={2}
            isAnimationActive={false}
          />
          <Bar
            dataKey="p90"
            name={t('charts.p90')}
            fill={p90Fill}
            maxBarSize={18}
            minPointSize={2}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}
