import {
  ActionItem,
  ActionItems,
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
import { useTranslation } from '../../i18n/useTranslation';
import { PriorityIcon } from '../common/PriorityIcon';
import { safeHref } from '../common/safeHref';
import { StateLabel } from '../common/StateLabel';
import { UserAvatar } from '../common/UserAvatar';
import { ChoiceMenu } from './ChoiceMenu';
import { dayFromNow, dueDayOf } from './dueDays';
import { KnownPerson, knownPeople } from './knownPeople';
import { runsOfType, statesOfTeam } from './statesOfTeam';

/** The data that the menus offer. */
export interface MenuData
  extends Pick<ActionItems, 'items' | 'teams' | 'parentIssue'> {
  reader: { userRef: string; name: string } | undefined;
}

/** The dialog that a row's menu opens. */
export type ItemDialogKind = 'assignee' | 'dueDate' | 'state';

interface ActionItemMenuProps {
  item: ActionItem;
  data: MenuData;
  canEdit: boolean;
  onEdit: (item: ActionItem, edit: ActionItemEdit) => void;
  onDialog: (item: ActionItem, kind: ItemDialogKind) => void;
}

/** The menu at the end of a row, with the changes to one action item. */
export function ActionItemMenu(props: ActionItemMenuProps) {
  const { item, canEdit } = props;
  const { t } = useTranslation();
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
              <StateMenu {...props} />
            </SubmenuTrigger>
            <SubmenuTrigger>
              <MenuItem>{t('priority.label')}</MenuItem>
              <PriorityMenu {...props} />
            </SubmenuTrigger>
            <SubmenuTrigger>
              <MenuItem>{t('actionItems.assignee')}</MenuItem>
              <AssigneeMenu {...props} />
            </SubmenuTrigger>
            <SubmenuTrigger>
              <MenuItem>{t('itemMenu.dueDate')}</MenuItem>
              <DueDateMenu {...props} />
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

/** The states of the item's own team; typed by name if not all are known. */
function StateMenu(props: ActionItemMenuProps) {
  const { item, data, onEdit, onDialog } = props;
  const { t } = useTranslation();
  const { states, complete } = statesOfTeam(data, item.team.key);
  return (
    <ChoiceMenu
      title={item.team.name}
      present={item.state.name}
      groups={runsOfType(states).map(run =>
        run.states.map(state => ({
          id: state.name,
          name: state.name,
          content: <StateLabel state={state} />,
          onChoose: () =>
            onEdit(item, { kind: 'state', to: state.name, state }),
        })),
      )}
      other={
        complete
          ? undefined
          : {
              name: t('itemMenu.otherState'),
              onChoose: () => onDialog(item, 'state'),
            }
      }
    />
  );
}

function PriorityMenu(props: ActionItemMenuProps) {
  const { item, onEdit } = props;
  const { t } = useTranslation();
  const choices = prioritySchema.options.map(priority => ({
    id: priority,
    name: t(`priority.${priority}`),
    content: (
      <>
        <span aria-hidden>
          <PriorityIcon priority={priority} />
        </span>
        {t(`priority.${priority}`)}
      </>
    ),
    onChoose: () => onEdit(item, { kind: 'priority', priority }),
  }));
  return (
    <ChoiceMenu
      title={t('priority.label')}
      present={item.priority}
      groups={[choices]}
    />
  );
}

/** The user, the assignees of other items of the incident, or anybody else. */
function AssigneeMenu(props: ActionItemMenuProps) {
  const { item, data, onEdit, onDialog } = props;
  const { t } = useTranslation();
  const assign = (person: KnownPerson | undefined) =>
    onEdit(item, {
      kind: 'assignee',
      assignee: person?.userRef ?? null,
      name: person?.name ?? '',
    });
  const people = knownPeople(data).map(person => {
    const { userRef, name, avatarUrl, isReader } = person;
    return {
      id: userRef,
      name,
      content: (
        <>
          <UserAvatar name={name} src={avatarUrl} />
          {isReader ? t('itemMenu.toMe', { name }) : name}
        </>
      ),
      onChoose: () => assign(person),
    };
  });
  const nobody = {
    id: 'nobody',
    name: t('actionItems.unassigned'),
    onChoose: () => assign(undefined),
  };
  return (
    <ChoiceMenu
      title={t('actionItems.assignee')}
      present={item.assignee ? item.assignee.userRef : nobody.id}
      groups={[[...people, nobody]]}
      other={{
        name: t('itemMenu.someoneElse'),
        onChoose: () => onDialog(item, 'assignee'),
      }}
    />
  );
}

/** Common days, another day, or no due date of its own. */
function DueDateMenu(props: ActionItemMenuProps) {
  const { item, onEdit, onDialog } = props;
  const { t, day: formatDay } = useTranslation();
  const now = Date.now();
  const choice = (dueDate: string, name: string) => ({
    id: dueDate,
    name,
    onChoose: () => onEdit(item, { kind: 'dueDate', dueDate }),
  });
  const week = dayFromNow(now, 7);
  const twoWeeks = dayFromNow(now, 14);
  return (
    <ChoiceMenu
      title={t('itemMenu.dueDate')}
      present={dueDayOf(item) ?? 'none'}
      groups={[
        [
          choice(dayFromNow(now, 0), t('itemMenu.today')),
          choice(dayFromNow(now, 1), t('itemMenu.tomorrow')),
          choice(week, t('itemMenu.inAWeek', { day: formatDay(week) })),
          choice(
            twoWeeks,
            t('itemMenu.inTwoWeeks', { day: formatDay(twoWeeks) }),
          ),
          {
            id: 'none',
            name: t('itemMenu.noDueDate'),
            onChoose: () => onEdit(item, { kind: 'dueDate', dueDate: null }),
          },
        ],
      ]}
      other={{
        name: t('itemMenu.anotherDay'),
        onChoose: () => onDialog(item, 'dueDate'),
      }}
    />
  );
}
