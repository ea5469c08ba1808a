import { Statistics } from '@backstage-incidents/incidents-common';
import { useId } from 'react';
import { Bar } from 'recharts';
import { useTranslation } from '../../i18n/useTranslation';
import { Chart } from './Chart';
import { ChartLegend, LEGEND_HEIGHT } from './ChartLegend';
import { CHART_HEIGHT, HatchPattern, OPENED } from './chartStyle';
import { CountBars } from './CountBars';
import { sumOfWeeks } from './sumOfWeeks';

/** Action items opened and closed, week by week. */
export function ItemFlowChart(props: { weeks: Statistics['weeks'] }) {
  const { weeks } = props;
  const { t, shortDay } = useTranslation();
  const hatchId = useId();
  const closedFill = `url(#${hatchId})`;
  const { opened, closed } = sumOfWeeks(weeks);
  const rows = weeks.map(week => ({ ...week, name: shortDay(week.from) }));
  return (
    <Chart
      title={t('charts.weeks')}
      alternative={t('charts.weeksAlternative', {
        weeks: weeks.length,
        opened: opened,
        closed: closed,
      })}
      empty={opened + closed === 0 ? t('charts.weeksEmpty') : undefined}
      columns={[t('charts.week'), t('charts.opened'), t('charts.closed')]}
      rows={rows.map(row => [row.name, String(row.opened), String(row.closed)])}
    >
      <ChartLegend
        entries={[
          { name: t('charts.opened'), fill: OPENED },
          { name: t('charts.closed'), fill: closedFill },
        ]}
      />
      <CountBars
        counted={t('actionItems.title')}
        height={CHART_HEIGHT - LEGEND_HEIGHT}
        marginTop={8}
        rows={rows}
        label={t('charts.week')}
        ticks={{ minTickGap: 12 }}
      >
        <defs>
          <HatchPattern id={hatchId} />
        </defs>
        <Bar
          dataKey="opened"
          name={t('charts.opened')}
          fill={OPENED}
          maxBarSize={18}
          isAnimationActive={false}
        />
        <Bar
          dataKey="closed"
          name={t('charts.closed')}
          fill={closedFill}
          maxBarSize={18}
          isAnimationActive={false}
        />
      </CountBars>
    </Chart>
  );
}
