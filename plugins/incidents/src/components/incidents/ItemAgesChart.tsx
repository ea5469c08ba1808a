import { Statistics } from '@backstage-incidents/incidents-common';
import {
  Bar,
  BarChart,
  LabelList,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import { Chart } from './Chart';
import { AXIS, axisName, CHART_HEIGHT, OPENED, TOOLTIP } from './chartStyle';

type ItemAge = Statistics['openItemAges'][number];

/** How long open action items have been open. */
export function ItemAgesChart(props: { ages: readonly ItemAge[] }) {
  const { ages } = props;
  const { t } = useTranslation();
  const rows = ages.map(age => ({ name: nameOf(age, t), count: age.count }));
  const isEmpty = ages.every(age => age.count === 0);
  return (
    <Chart
      title={t('charts.ages')}
      alternative={t('charts.agesAlternative', {
        list: rows.map(({ name, count }) => `${name}: ${count}`).join(', '),
      })}
      empty={isEmpty ? t('charts.agesEmpty') : undefined}
      columns={[t('charts.age'), t('actionItems.title')]}
      rows={rows.map(({ name, count }) => [name, String(count)])}
    >
      <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
        <BarChart
          data={rows}
          accessibilityLayer={false}
          margin={{ top: 20, right: 4, bottom: 8, left: 0 }}
        >
          <XAxis
            dataKey="name"
            interval={0}
            label={axisName(t('charts.age'), 'x')}
            height={40}
            {...AXIS}
          />
          <YAxis
            allowDecimals={false}
            width={44}
            label={axisName(t('actionItems.title'), 'y')}
            {...AXIS}
          />
          <Tooltip {...TOOLTIP} />
          <Bar
            dataKey="count"
            name={t('actionItems.title')}
            fill={OPENED}
            maxBarSize={48}
            isAnimationActive={false}
          >
            <LabelList dataKey="count" position="top" />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}

function nameOf(age: ItemAge, t: Translation['t']): string {
  const { fromDays, toDays } = age;
  if (toDays === undefined) return t('charts.over', { days: fromDays });
  return fromDays === 0
    ? t('charts.under', { days: toDays })
    : t('charts.between', { from: fromDays, to: toDays });
}
