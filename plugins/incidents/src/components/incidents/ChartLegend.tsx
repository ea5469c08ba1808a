import styles from './Chart.module.css';

/** Pixels. */
export const LEGEND_HEIGHT = 20;

/** What the fills of a chart mean. */
export function ChartLegend(props: {
  entries: readonly { name: string; fill: string }[];
}) {
  return (
    <ul className={styles.legend}>
      {props.entries.map(({ name, fill }) => (
        <li key={name}>
          <svg width="12" height="12" aria-hidden>
            <rect width="12" height="12" rx="2" fill={fill} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
