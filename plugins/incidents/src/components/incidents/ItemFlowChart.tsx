import { Statistics } from '@backstage-incidents/incidents-common';
import { useId } from 'react';
import { Bar } from 'recharts';
import { useTranslation } from '../../i18n/useTranslation';
import { Chart } from './Chart';
import { CHART_HEIGHT, HatchPattern, OPENED } from './chartStyle';
import { ItemBars } from './ItemBars';
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
      <ItemBars
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
      </ItemBars>
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
