import { Statistics } from '@backstage-incidents/incidents-common';
import { Bar, LabelList } from 'recharts';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import { Chart } from './Chart';
import { CHART_HEIGHT, OPENED } from './chartStyle';
import { CountBars } from './CountBars';

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
      <CountBars
        counted={t('actionItems.title')}
        height={CHART_HEIGHT}
        marginTop={20}
        rows={rows}
        label={t('charts.age')}
        ticks={{ interval: 0 }}
      >
        <Bar
          dataKey="count"
          name={t('actionItems.title')}
          fill={OPENED}
          maxBarSize={48}
          isAnimationActive={false}
        >
          <LabelList dataKey="count" position="top" />
        </Bar>
      </CountBars>
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
