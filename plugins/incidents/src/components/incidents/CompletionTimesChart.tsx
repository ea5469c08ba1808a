import { Statistics } from '@backstage-incidents/incidents-common';
import { useId } from 'react';
import {
  Bar,
  BarChart,
  LabelList,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { splitDuration } from '../../i18n/splitDuration';
import { useTranslation } from '../../i18n/useTranslation';
import { Chart } from './Chart';
import {
  AXIS,
  axisName,
  CHART_HEIGHT,
  HatchPattern,
  TOOLTIP,
  UNIT_SECONDS,
} from './chartStyle';

/** How long action items took from creation to completion, by severity. */
export function CompletionTimesChart(props: {
  times: Statistics['completionTimes'];
}) {
  const { t, span } = useTranslation();
  const longest = Math.max(
    0,
    ...props.times.map(({ medianSeconds }) => medianSeconds ?? 0),
  );
  // So that the axis has whole numbers.
  const { unit } = splitDuration(longest * 1000);
  const unitSeconds = UNIT_SECONDS[unit];
  const hatchId = useId();
  const rows = props.times.map(({ severity, completed, medianSeconds }) => ({
    name: t(`severity.${severity}`),
    time: medianSeconds === undefined ? undefined : medianSeconds / unitSeconds,
    words: medianSeconds === undefined ? '–' : span(medianSeconds * 1000),
    completed,
  }));
  const done = rows.filter(row => row.completed > 0);
  return (
    <Chart
      title={t('charts.completion')}
      alternative={t('charts.completionAlternative', {
        list: done
          .map(({ name, words }) => t('charts.entry', { name, value: words }))
          .join(', '),
      })}
      empty={done.length === 0 ? t('charts.completionEmpty') : undefined}
      columns={[t('field.severity'), t('charts.median'), t('charts.completed')]}
      rows={rows.map(row => [row.name, row.words, String(row.completed)])}
    >
      <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
        <BarChart
          data={rows}
          layout="vertical"
          accessibilityLayer={false}
          margin={{ top: 4, right: 56, bottom: 8, left: 0 }}
        >
          <defs>
            <HatchPattern id={hatchId} />
          </defs>
          <XAxis
            type="number"
            allowDecimals={false}
            tickFormatter={time => t(`duration.${unit}`, { n: time })}
            label={axisName(t('charts.median'), 'x')}
            height={40}
            minTickGap={16}
            {...AXIS}
          />
          <YAxis type="category" dataKey="name" width={48} {...AXIS} />
          <Tooltip
            formatter={time => span(Number(time) * unitSeconds * 1000)}
            {...TOOLTIP}
          />
          <Bar
            dataKey="time"
            maxBarSize={20}
            minPointSize={2}
            name={t('charts.median')}
            fill={`url(#${hatchId})`}
            isAnimationActive={false}
          >
            <LabelList dataKey="words" position="right" />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}
