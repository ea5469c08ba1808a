import { Statistics } from '@backstage-incidents/incidents-common';
import { useTranslation } from '../../i18n/useTranslation';
import { CLOSED, OPENED } from './chartStyle';
import { sumOfWeeks } from './sumOfWeeks';
import styles from './WeeksSparkline.module.css';

/** Half the height: opened above the middle line, closed below it. */
const HALF = 16;
const STEP = 10;
const BAR = 7;

/** Opened and closed items per week as a sparkline, drawn without the chart library. */
export function WeeksSparkline(props: { weeks: Statistics['weeks'] }) {
  const { weeks } = props;
  const { t } = useTranslation();
  const { opened, closed } = sumOfWeeks(weeks);
  const most = Math.max(
    1,
    ...weeks.flatMap(week => [week.opened, week.closed]),
  );
  const length = (count: number) => (count / most) * (HALF - 1);
  const width = weeks.length * STEP;
  return (
    <div className={styles.flow}>
      <div className={styles.words} aria-hidden>
        <span>
          <svg width="8" height="6" className={styles.mark}>
            <polygon points="4,0 8,6 0,6" fill={OPENED} />
          </svg>
          {t('incidents.summary.opened', { n: opened })}
        </span>
        <span>
          <svg width="8" height="6" className={styles.mark}>
            <polygon points="4,6 8,0 0,0" fill={CLOSED} />
          </svg>
          {t('incidents.summary.closed', { n: closed })}
        </span>
      </div>
      <svg
        role="img"
        aria-label={t('charts.weeksAlternative', {
          weeks: weeks.length,
          opened: opened,
          closed: closed,
        })}
        viewBox={`0 0 ${width} ${2 * HALF}`}
        preserveAspectRatio="none"
        className={styles.sparkline}
      >
        {weeks.map((week, index) => (
          <g key={week.from}>
            <rect
              x={index * STEP}
              y={HALF - 0.5 - length(week.opened)}
              width={BAR}
              height={length(week.opened)}
              fill={OPENED}
            />
            <rect
              x={index * STEP}
              y={HALF + 0.5}
              width={BAR}
              height={length(week.closed)}
              fill={CLOSED}
            />
          </g>
        ))}
        <rect
          y={HALF - 0.25}
          width={width}
          height={0.5}
          fill="var(--bui-border-2)"
        />
      </svg>
    </div>
  );
}
