import { Statistics } from '@backstage-incidents/incidents-common';
import { useId } from 'react';
import {
  Bar,
  BarChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useTranslation } from '../../i18n/useTranslation';
import { Chart } from './Chart';
import { AXIS, axisName, CHART_HEIGHT, OPENED, TOOLTIP } from './chartStyle';
import { HatchPattern } from './HatchPattern';
import { sumOfWeeks } from './sumOfWeeks';
import styles from './Chart.module.css';

const LEGEND_HEIGHT = 20;

/** Action items opened and closed, week by week. */
export function ItemFlowChart(props: { weeks: Statistics['weeks'] }) {
  const { weeks } = props;
  const { t, shortDay } = useTranslation();
  const hatchId = useId();
  const closedFill = `url(#${hatchId})`;
  const { opened, closed } = sumOfWeeks(weeks);
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
      rows={weeks.map(week => [
        shortDay(week.from),
        String(week.opened),
        String(week.closed),
      ])}
    >
      <ul className={styles.legend}>
        <li>
          <Swatch fill={OPENED} />
          {t('charts.opened')}
        </li>
        <li>
          <Swatch fill={closedFill} />
          {t('charts.closed')}
        </li>
      </ul>
      <ResponsiveContainer width="100%" height={CHART_HEIGHT - LEGEND_HEIGHT}>
        <BarChart
          data={weeks}
          accessibilityLayer={false}
          barGap={1}
          barCategoryGap="18%"
          margin={{ top: 8, right: 4, bottom: 8, left: 0 }}
        >
          <defs>
            <HatchPattern id={hatchId} />
          </defs>
          <XAxis
            dataKey="from"
            tickFormatter={shortDay}
            label={axisName(t('charts.week'), 'x')}
            height={40}
            minTickGap={12}
            {...AXIS}
          />
          <YAxis
            allowDecimals={false}
            width={44}
            label={axisName(t('actionItems.title'), 'y')}
            {...AXIS}
          />
          <Tooltip
            labelFormatter={label => shortDay(String(label))}
            {...TOOLTIP}
          />
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
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}

function Swatch(props: { fill: string }) {
  return (
    <svg width="12" height="12" aria-hidden>
      <rect width="12" height="12" rx="2" fill={props.fill} />
    </svg>
  );
}
