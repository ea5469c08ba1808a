import { RiAlarmWarningLine } from '@remixicon/react';
import type { SVGProps } from 'react';

/** Sizes of Backstage's icons. */
const SIZES = {
  inherit: 'inherit',
  small: '1.25rem',
  medium: '1.5rem',
  large: '2.1875rem',
};

/**
 * The icon of kind Incident, for the `kindIcons` of the catalog's entity
 * presentation. The catalog's graph gives it a place and a size.
 *
 * @public
 */
export function IncidentIcon({
  fontSize = 'medium',
  style,
  x,
  y,
  className,
}: {
  fontSize?: 'inherit' | 'small' | 'medium' | 'large';
} & Pick<SVGProps<SVGSVGElement>, 'style' | 'x' | 'y' | 'className'>) {
  return (
    <RiAlarmWarningLine
      aria-hidden
      size="1em"
      x={x}
      y={y}
      className={className}
      style={{ fontSize: SIZES[fontSize], ...style }}
    />
  );
}
