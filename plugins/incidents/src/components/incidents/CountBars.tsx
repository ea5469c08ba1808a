import { ComponentProps, ReactNode } from 'react';
import { BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { AXIS, axisName, TOOLTIP } from './chartStyle';

/** Vertical bars that count something. */
export function CountBars(props: {
  /** What is counted. */
  counted: string;
  height: number;
  marginTop: number;
  /** Named by the key `name`. */
  rows: ReadonlyArray<{ name: string }>;
  /** What the rows are. */
  label: string;
  /** How many names are shown below the bars. */
  ticks: Pick<ComponentProps<typeof XAxis>, 'interval' | 'minTickGap'>;
  children: ReactNode;
}) {
  const { counted, height, marginTop, rows, label, ticks, children } = props;
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart
        data={rows}
        accessibilityLayer={false}
        barGap={1}
        barCategoryGap="18%"
        margin={{ top: marginTop, right: 4, bottom: 8, left: 0 }}
      >
        <XAxis
          dataKey="name"
          label={axisName(label, 'x')}
          height={40}
          {...ticks}
          {...AXIS}
        />
        <YAxis
          allowDecimals={false}
          width={44}
          label={axisName(counted, 'y')}
          {...AXIS}
        />
        <Tooltip {...TOOLTIP} />
        {children}
      </BarChart>
    </ResponsiveContainer>
  );
}
