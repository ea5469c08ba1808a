import {
  severitySchema,
  Statistics,
} from '@backstage-incidents/incidents-common';
import { Bar } from 'recharts';
import { useTranslation } from '../../i18n/useTranslation';
import { Chart } from './Chart';
import { ChartLegend, LEGEND_HEIGHT } from './ChartLegend';
import { CHART_HEIGHT, SEVERITY_FILLS } from './chartStyle';
import { CountBars } from './CountBars';

/** Incidents that started, week by week, by severity. */
export function IncidentsOpenedChart(props: {
  weeks: Statistics['incidentWeeks'];
}) {
  const { weeks } = props;
  const { t, shortDay } = useTranslation();
  const severities = severitySchema.options.map(severity => ({
    severity,
    name: t(`severity.${severity}`),
    fill: SEVERITY_FILLS[severity],
    total: weeks.reduce((sum, { opened }) => sum + opened[severity], 0),
  }));
  const opened = severities.reduce((sum, { total }) => sum + total, 0);
  const rows = weeks.map(week => ({
    ...week.opened,
    name: shortDay(week.from),
  }));
  return (
    <Chart
      title={t('charts.incidents')}
      alternative={t('charts.incidentsAlternative', {
        weeks: weeks.length,
        opened,
        list: severities
          .map(({ name, total }) => t('charts.entry', { name, value: total }))
          .join(', '),
      })}
      empty={opened === 0 ? t('charts.incidentsEmpty') : undefined}
      columns={[t('charts.week'), ...severities.map(({ name }) => name)]}
      rows={rows.map(row => [
        row.name,
        ...severities.map(({ severity }) => String(row[severity])),
      ])}
    >
      <ChartLegend entries={severities} />
      <CountBars
        counted={t('incidents.title')}
        height={CHART_HEIGHT - LEGEND_HEIGHT}
        marginTop={8}
        rows={rows}
        label={t('charts.week')}
        ticks={{ minTickGap: 12 }}
      >
        {severities.map(({ severity, name, fill }) => (
          <Bar
            key={severity}
            dataKey={severity}
            name={name}
            stackId="severities"
            fill={fill}
            stroke="var(--bui-bg-neutral-1)"
            maxBarSize={28}
            isAnimationActive={false}
          />
        ))}
      </CountBars>
    </Chart>
  );
}
