import { ActionItem } from '@backstage-incidents/incidents-common';
import { Translation } from '../../i18n/useTranslation';
import { exactDue } from '../common/DueDate';

/** The changes to an item since the user saw it, as text. */
export function itemChanges(
  before: ActionItem,
  now: ActionItem,
  translation: Translation,
): string[] {
  const { t } = translation;
  const changes: string[] = [];
  if (before.state.name !== now.state.name) {
    changes.push(
      t('editItem.changeOfState', {
        before: before.state.name,
        now: now.state.name,
      }),
    );
  }
  if (before.priority !== now.priority) {
    changes.push(
      t('editItem.changeOfPriority', {
        before: t(`priority.${before.priority}`),
        now: t(`priority.${now.priority}`),
      }),
    );
  }
  if (before.assignee?.name !== now.assignee?.name) {
    changes.push(
      t('editItem.changeOfAssignee', {
        before: before.assignee?.name ?? t('actionItems.unassigned'),
        now: now.assignee?.name ?? t('actionItems.unassigned'),
      }),
    );
  }
  if (before.dueAt !== now.dueAt) {
    const asText = (item: ActionItem) =>
      item.dueAt ? exactDue(item.dueAt, item, translation) : t('common.none');
    changes.push(
      t('editItem.changeOfDue', {
        before: asText(before),
        now: asText(now),
      }),
    );
  }
  if (before.title !== now.title) {
    changes.push(t('editItem.changeOfTitle', { now: now.title }));
  }
  return changes;
}
