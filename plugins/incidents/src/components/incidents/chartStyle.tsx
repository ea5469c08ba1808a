import { Severity } from '@backstage-incidents/incidents-common';
import { DurationUnit } from '../../i18n/splitDuration';

/** Pixels of a chart, of its table at least, and of what stands in for it. */
export const CHART_HEIGHT = 220;

/** The same with the chart's head and padding. */
export const CHART_CARD_HEIGHT = CHART_HEIGHT + 68;

// Orange and blue are distinguishable with color blindness and have sufficient
// contrast in both themes; the second is also hatched.
/** Opened items. */
export const OPENED =
  'color-mix(in srgb, var(--bui-warning-bg), var(--bui-warning-fg-subdued))';
/** Closed items. */
export const CLOSED =
  'color-mix(in srgb, var(--bui-announcement-bg), var(--bui-announcement-fg-subdued))';

const paler = (percent: number) =>
  `color-mix(in srgb, ${OPENED} ${percent}%, var(--bui-bg-neutral-1))`;
/** The worse, the stronger. */
export const SEVERITY_FILLS: Record<Severity, string> = {
  sev1: OPENED,
  sev2: paler(75),
  sev3: paler(55),
  sev4: paler(38),
  sev5: paler(25),
};

export const UNIT_SECONDS: Record<DurationUnit, number> = {
  s: 1,
  min: 60,
  h: 3600,
  d: 24 * 3600,
};

/** Of every axis. */
export const AXIS = { stroke: 'var(--bui-border-2)', tickLine: false } as const;

/** Of what appears beside the pointer. */
export const TOOLTIP = {
  cursor: { fill: 'color-mix(in srgb, var(--bui-fg-primary) 6%, transparent)' },
  contentStyle: {
    background: 'var(--bui-bg-neutral-2)',
    border: '1px solid var(--bui-border-2)',
    borderRadius: 'var(--bui-radius-2)',
    color: 'var(--bui-fg-primary)',
    fontSize: 'var(--bui-font-size-2)',
  },
  itemStyle: { color: 'var(--bui-fg-primary)' },
} as const;

/** The name of an axis, along it. */
export function axisName(value: string, axis: 'x' | 'y') {
  return axis === 'x'
    ? ({ value, position: 'insideBottom', offset: -4 } as const)
    : ({
        value,
        angle: -90,
        position: 'insideLeft',
        style: { textAnchor: 'middle' },
      } as const);
}

/** Fills bars with stripes, which differ from plain ones without color. */
export function HatchPattern(props: { id: string }) {
  return (
    <pattern
      id={props.id}
      width="6"
      height="6"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width="6" height="6" fill={CLOSED} fillOpacity={0.3} />
      <rect width="3" height="6" fill={CLOSED} />
    </pattern>
  );
}
