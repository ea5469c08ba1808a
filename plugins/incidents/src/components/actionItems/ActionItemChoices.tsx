import { prioritySchema } from '@backstage-incidents/incidents-common';
import { Menu, MenuItem, MenuSeparator, SubmenuTrigger } from '@backstage/ui';
import { safeHref } from '../common/safeHref';
import { useTranslation } from '../../i18n/useTranslation';
import { PriorityIcon } from '../common/PriorityIcon';
import type { ActionItemMenuProps } from './ActionItemMenu';
import { AssigneeMenu } from './AssigneeMenu';
import { DueDateMenu } from './DueDateMenu';
import { MenuChoice } from './MenuChoice';
import { StateMenu } from './StateMenu';

/** What can be changed about one action item. */
export function ActionItemChoices(props: ActionItemMenuProps) {
  const { item, data, canEdit, onEdit, onDialog } = props;
  const { t } = useTranslation();
  const href = safeHref(item.url);
  return (
    <Menu placement="bottom end">
      {canEdit ? (
        <>
          <SubmenuTrigger>
            <MenuItem>{t('itemMenu.state')}</MenuItem>
            <StateMenu
              item={item}
              data={data}
              onChoose={state =>
                onEdit(item, { kind: 'state', to: state.name, state })
              }
              onAnother={() => onDialog(item, 'state')}
            />
          </SubmenuTrigger>
          <SubmenuTrigger>
            <MenuItem>{t('priority.label')}</MenuItem>
            <Menu
              placement="end top"
              selectionMode="single"
              selectedKeys={[item.priority]}
            >
              {prioritySchema.options.map(priority => (
                <MenuChoice
                  key={priority}
                  id={priority}
                  name={t(`priority.${priority}`)}
                  isPresent={priority === item.priority}
                  onChoose={() => onEdit(item, { kind: 'priority', priority })}
                >
                  <span aria-hidden>
                    <PriorityIcon priority={priority} />
                  </span>
                  {t(`priority.${priority}`)}
                </MenuChoice>
              ))}
            </Menu>
          </SubmenuTrigger>
          <SubmenuTrigger>
            <MenuItem>{t('itemMenu.assignee')}</MenuItem>
            <AssigneeMenu
              item={item}
              data={data}
              onAssign={person =>
                onEdit(item, {
                  kind: 'assignee',
                  assignee: person?.userRef ?? null,
                  name: person?.name ?? '',
                })
              }
              onSomeoneElse={() => onDialog(item, 'assignee')}
            />
          </SubmenuTrigger>
          <SubmenuTrigger>
            <MenuItem>{t('itemMenu.dueDate')}</MenuItem>
            <DueDateMenu
              item={item}
              onChoose={dueDate => onEdit(item, { kind: 'dueDate', dueDate })}
              onAnotherDay={() => onDialog(item, 'dueDate')}
            />
          </SubmenuTrigger>
          <MenuSeparator />
        </>
      ) : null}
      {href ? (
        <MenuItem href={href} target="_blank" rel="noopener noreferrer">
          {t('itemMenu.open')}
        </MenuItem>
      ) : null}
    </Menu>
  );
}
