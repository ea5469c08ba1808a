import { Priority } from '@backstage-incidents/incidents-common';
import { RiErrorWarningFill } from '@remixicon/react';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './PriorityIcon.module.css';

const FILLED_BARS: Record<Exclude<Priority, 'urgent'>, number> = {
  high: 3,
  medium: 2,
  low: 1,
  none: 0,
};

/** Linear's priority: an icon, with its name as tooltip and for screen readers. */
export function PriorityIcon(props: { priority: Priority }) {
  const { priority } = props;
  const { t } = useTranslation();
  const name = t(`priority.${priority}`);
  return (
    <span
      role="img"
      aria-label={`${t('priority.label')}: ${name}`}
      title={name}
      className={styles.icon}
      data-priority={priority}
    >
      {priority === 'urgent' ? (
        <RiErrorWarningFill size={16} aria-hidden />
      ) : (
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden>
          {[0, 1, 2].map(bar => (
            <rect
              key={bar}
              x={1 + bar * 5}
              y={10 - bar * 4}
              width="3.5"
              height={4 + bar * 4}
              rx="1"
              className={
                bar < FILLED_BARS[priority] ? styles.filled : styles.empty
              }
            />
          ))}
        </svg>
      )}
    </span>
  );
}
