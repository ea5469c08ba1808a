import {
  ActionItem,
  prioritySchema,
} from '@backstage-incidents/incidents-common';
import {
  ButtonIcon,
  Menu,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
  SubmenuTrigger,
} from '@backstage/ui';
import { RiMore2Line } from '@remixicon/react';
import { ActionItemEdit } from '../../api/applyEdit';
import { safeHref } from '../../words/safeHref';
import { useWords } from '../../words/useWords';
import { PriorityIcon } from '../common/PriorityIcon';
import { AssigneeMenu } from './AssigneeMenu';
import { DueDateMenu } from './DueDateMenu';
import { KnownPerson } from './knownPeople';
import { MenuChoice } from './MenuChoice';
import { StateMenu } from './StateMenu';
import { StateChoice } from './statesOfTeam';

/** Which dialog a row's menu asks for. */
export type ItemDialogKind = 'assignee' | 'dueDate' | 'state';

/** What can be changed about one action item. */
export function ActionItemMenu(props: {
  item: ActionItem;
  choice: StateChoice;
  people: readonly KnownPerson[];
  canEdit: boolean;
  onEdit: (item: ActionItem, edit: ActionItemEdit) => void;
  onDialog: (item: ActionItem, kind: ItemDialogKind) => void;
}) {
  const { item, choice, people, canEdit, onEdit, onDialog } = props;
  const { t } = useWords();
  const href = safeHref(item.url);
  return (
    <MenuTrigger>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={t('itemMenu.label', { identifier: item.identifier })}
        icon={<RiMore2Line />}
      />
      <Menu placement="bottom end">
        {canEdit ? (
          <>
            <SubmenuTrigger>
              <MenuItem>{t('itemMenu.state')}</MenuItem>
              <StateMenu
                item={item}
                choice={choice}
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
                    onChoose={() =>
                      onEdit(item, { kind: 'priority', priority })
                    }
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
                people={people}
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
    </MenuTrigger>
  );
}
