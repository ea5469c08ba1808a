import {
  ActionItem,
  ActionItems,
  prioritySchema,
} from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, MenuItem, MenuTrigger, VisuallyHidden } from '@backstage/ui';
import { ReactNode, useState } from 'react';
import { ActionItemEdit } from '../../api/applyEdit';
import { useTranslation } from '../../i18n/useTranslation';
import { PriorityIcon } from '../common/PriorityIcon';
import { StateLabel } from '../common/StateLabel';
import { UserAvatar } from '../common/UserAvatar';
import { ChoiceMenu, ChoiceMenuPlacement } from './ChoiceMenu';
import { dayFromNow, dueDayOf } from '../common/dueDays';
import { KnownPerson, knownPeople } from './knownPeople';
import { runsOfType, statesOfTeam } from './statesOfTeam';
import styles from './ItemValueMenus.module.css';

/** The data that the menus offer. */
export interface MenuData
  extends Pick<ActionItems, 'items' | 'teams' | 'parentIssue'> {
  reader: { userRef: string; name: string } | undefined;
}

/** The dialog that a menu opens. */
export type ItemDialogKind = 'assignee' | 'dueDate' | 'state';

/** How the items of one card are edited; the same object while nothing about it changes. */
export interface ItemEditing {
  data: MenuData;
  /** Whether the user can edit action items of this incident. */
  mayEdit: boolean;
  onEdit: (item: ActionItem, edit: ActionItemEdit) => void;
  onDialog: (item: ActionItem, kind: ItemDialogKind) => void;
  onDetach: (item: ActionItem) => void;
}

interface ValueMenuProps {
  item: ActionItem;
  editing: ItemEditing;
  placement?: ChoiceMenuPlacement;
}

/** A value in a row as a button that opens the menu of its other values. */
export function ItemValue(props: {
  /** Says the value and whose it is. */
  label: string;
  /** True: text in the content, such as the letter of an avatar, is not part of the label. */
  isPicture?: boolean;
  menu: (props: ValueMenuProps) => ReactNode;
  item: ActionItem;
  editing: ItemEditing;
  children: ReactNode;
}) {
  const { label, isPicture, menu: ValueMenu, item, editing, children } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button
        size="small"
        variant="tertiary"
        aria-label={isPicture ? undefined : label}
        className={styles.value}
      >
        {isPicture ? (
          <>
            <VisuallyHidden>{label}</VisuallyHidden>
            <span aria-hidden>{children}</span>
          </>
        ) : (
          children
        )}
      </Button>
      {/* Hundreds of rows have four of these. */}
      {isOpen && (
        <ValueMenu item={item} editing={editing} placement="bottom start" />
      )}
    </MenuTrigger>
  );
}

/** The states of the item's own team; typed by name if not all are known. */
export function StateMenu(props: ValueMenuProps) {
  const { item, editing, placement } = props;
  const { data, onEdit, onDialog } = editing;
  const { t } = useTranslation();
  const { states, complete } = statesOfTeam(data, item.team.key);
  return (
    <ChoiceMenu
      placement={placement}
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

/** Linear's priorities. */
export function PriorityMenu(props: ValueMenuProps) {
  const { item, editing, placement } = props;
  const { onEdit } = editing;
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
      placement={placement}
      title={t('priority.label')}
      present={item.priority}
      groups={[choices]}
    />
  );
}

/** The user, the assignees of other items of the incident, or anybody else. */
export function AssigneeMenu(props: ValueMenuProps) {
  const { item, editing, placement } = props;
  const { data, onEdit, onDialog } = editing;
  const { t } = useTranslation();
  const entityLink = useEntityRefLink();
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
      placement={placement}
      title={t('actionItems.assignee')}
      present={item.assignee ? item.assignee.userRef : nobody.id}
      groups={[[...people, nobody]]}
      other={{
        name: t('itemMenu.someoneElse'),
        onChoose: () => onDialog(item, 'assignee'),
      }}
    >
      {item.assignee?.userRef ? (
        <MenuItem href={entityLink(item.assignee.userRef)}>
          {t('itemMenu.openPerson', { name: item.assignee.name })}
        </MenuItem>
      ) : null}
    </ChoiceMenu>
  );
}

/** Common days, another day, or no due date of its own. */
export function DueDateMenu(props: ValueMenuProps) {
  const { item, editing, placement } = props;
  const { onEdit, onDialog } = editing;
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
      placement={placement}
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
