import { ActionItem } from '@backstage-incidents/incidents-common';
import { VisuallyHidden } from '@backstage/ui';
import { RiAlarmWarningLine } from '@remixicon/react';
import { calendarDayOf, daysUntil } from './dueDays';
import { useNow } from './useNow';
import { Translation, useTranslation } from '../../i18n/useTranslation';
import styles from './DueDate.module.css';

/** When an open item is due, or when a closed one was closed. */
export function DueDate(props: { item: ActionItem }) {
  const { item } = props;
  const translation = useTranslation();
  const now = useNow(30_000);
  const { t } = translation;
  const closedAt = item.completedAt ?? item.canceledAt;
  if (closedAt) {
    const when = translation.ago(closedAt, now);
    return (
      <time dateTime={closedAt} title={translation.exact(closedAt)}>
        {item.completedAt
          ? t('actionItems.doneAt', { when })
          : t('actionItems.canceledAt', { when })}
      </time>
    );
  }
  if (!item.dueAt) {
    return (
      <span title={t('actionItems.noDue')}>
        <span aria-hidden>–</span>
        <VisuallyHidden>{t('actionItems.noDue')}</VisuallyHidden>
      </span>
    );
  }
  const exact = exactDue(item.dueAt, item, translation);
  const title = item.dueSource
    ? t(`actionItems.dueAt.${item.dueSource}`, { exact })
    : t('actionItems.due', { when: exact });
  return (
    <time
      dateTime={item.dueAt}
      title={title}
      className={item.overdue ? styles.overdue : undefined}
    >
      {item.overdue && <RiAlarmWarningLine size={14} aria-hidden />}
      {describeDue(item, now, translation)}
    </time>
  );
}

/** When an open item is due: "Tomorrow", "2 days overdue"; an SLA by the hour. */
export function describeDue(
  item: ActionItem,
  now: number,
  translation: Translation,
): string {
  const { t, duration, relative } = translation;
  if (!item.dueAt) return t('actionItems.noDue');
  const day = calendarDayOf(item);
  if (day === undefined) {
    return item.overdue
      ? t('actionItems.overdueBy', {
          duration: duration(now - Date.parse(item.dueAt)),
        })
      : relative(item.dueAt, now);
  }
  const days = daysUntil(day, now);
  if (item.overdue) {
    return days < 0
      ? t('actionItems.overdueDays', { count: -days })
      : t('actionItems.overdue');
  }
  // The day ends later where the team is, if it is over here.
  if (days <= 0) return t('itemMenu.today');
  return days === 1
    ? t('itemMenu.tomorrow')
    : t('actionItems.inDays', { count: days });
}

/** When an item is due, in full. */
export function exactDue(
  dueAt: string,
  item: ActionItem,
  { day: formatDay, exact }: Translation,
): string {
  const day = calendarDayOf(item);
  return day === undefined ? exact(dueAt) : formatDay(day);
}
