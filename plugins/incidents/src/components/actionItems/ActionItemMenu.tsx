import {
  ActionItem,
  prioritySchema,
  WorkflowState,
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
import { ActionItemEdit } from '../../api/useActionItemEdits';
import { safeHref } from '../../words/safeHref';
import { useWords } from '../../words/useWords';

/** Which dialog a row's menu asks for. */
export type ItemDialogKind = 'assignee' | 'dueDate' | 'state';

/** What can be changed about one action item. */
export function ActionItemMenu(props: {
  item: ActionItem;
  /** Workflow states known for the item's team. */
  states: readonly WorkflowState[];
  canEdit: boolean;
  onEdit: (item: ActionItem, edit: ActionItemEdit) => void;
  onDialog: (item: ActionItem, kind: ItemDialogKind) => void;
}) {
  const { item, states, canEdit, onEdit, onDialog } = props;
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
      <Menu>
        {canEdit ? (
          <>
            <SubmenuTrigger>
              <MenuItem>{t('itemMenu.state')}</MenuItem>
              <Menu>
                {states
                  .filter(state => state.name !== item.state.name)
                  .map(state => (
                    <MenuItem
                      key={state.name}
                      onAction={() =>
                        onEdit(item, { kind: 'state', to: state.name, state })
                      }
                    >
                      {state.name}
                    </MenuItem>
                  ))}
                <MenuItem onAction={() => onDialog(item, 'state')}>
                  {t('itemMenu.otherState')}
                </MenuItem>
              </Menu>
            </SubmenuTrigger>
            <SubmenuTrigger>
              <MenuItem>{t('priority.label')}</MenuItem>
              <Menu>
                {prioritySchema.options.map(priority => (
                  <MenuItem
                    key={priority}
                    onAction={() =>
                      onEdit(item, { kind: 'priority', priority })
                    }
                  >
                    {t(`priority.${priority}`)}
                  </MenuItem>
                ))}
              </Menu>
            </SubmenuTrigger>
            <MenuItem onAction={() => onDialog(item, 'assignee')}>
              {t('itemMenu.assignee')}
            </MenuItem>
            <MenuItem onAction={() => onDialog(item, 'dueDate')}>
              {t('itemMenu.dueDate')}
            </MenuItem>
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
