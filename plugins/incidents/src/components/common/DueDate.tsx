import { ActionItem } from '@backstage-incidents/incidents-common';
import { VisuallyHidden } from '@backstage/ui';
import { RiAlarmWarningLine } from '@remixicon/react';
import { useNow } from './useNow';
import { useTranslation } from '../../i18n/useTranslation';
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
  const exact = translation.exact(item.dueAt);
  const title = item.dueSource
    ? t(`actionItems.dueAt.${item.dueSource}`, { exact })
    : t('actionItems.due', { when: exact });
  if (item.overdue) {
    return (
      <time dateTime={item.dueAt} title={title} className={styles.overdue}>
        <RiAlarmWarningLine size={14} aria-hidden />
        {t('actionItems.overdueBy', {
          duration: translation.duration(now - Date.parse(item.dueAt)),
        })}
      </time>
    );
  }
  return (
    <time dateTime={item.dueAt} title={title}>
      {translation.relative(item.dueAt, now)}
    </time>
  );
}
