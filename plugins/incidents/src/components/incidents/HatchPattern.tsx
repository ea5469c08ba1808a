import { CLOSED } from './chartStyle';

/** Fills bars with stripes, to be told from plain ones without colour. */
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
