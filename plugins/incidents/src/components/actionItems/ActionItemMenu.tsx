import { ActionItem } from '@backstage-incidents/incidents-common';
import {
  ButtonIcon,
  Menu,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
  SubmenuTrigger,
} from '@backstage/ui';
import { RiMore2Line } from '@remixicon/react';
import { useTranslation } from '../../i18n/useTranslation';
import { safeHref } from '../common/safeHref';
import {
  AssigneeMenu,
  DueDateMenu,
  ItemEditing,
  PriorityMenu,
  StateMenu,
} from './ItemValueMenus';

/** The menu at the end of a row, with the changes to one action item. */
export function ActionItemMenu(props: {
  item: ActionItem;
  editing: ItemEditing;
  canEdit: boolean;
  onRename: () => void;
}) {
  const { item, editing, canEdit, onRename } = props;
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
              <StateMenu item={item} editing={editing} />
            </SubmenuTrigger>
            <SubmenuTrigger>
              <MenuItem>{t('priority.label')}</MenuItem>
              <PriorityMenu item={item} editing={editing} />
            </SubmenuTrigger>
            <SubmenuTrigger>
              <MenuItem>{t('actionItems.assignee')}</MenuItem>
              <AssigneeMenu item={item} editing={editing} />
            </SubmenuTrigger>
            <SubmenuTrigger>
              <MenuItem>{t('itemMenu.dueDate')}</MenuItem>
              <DueDateMenu item={item} editing={editing} />
            </SubmenuTrigger>
            <MenuItem onAction={onRename}>{t('itemMenu.rename')}</MenuItem>
            <MenuSeparator />
          </>
        ) : null}
        {href ? (
          <MenuItem href={href} target="_blank" rel="noopener noreferrer">
            {t('itemMenu.open')}
          </MenuItem>
        ) : null}
        {canEdit ? (
          <MenuItem onAction={() => editing.onDetach(item)}>
            {t('itemMenu.detach')}
          </MenuItem>
        ) : null}
      </Menu>
    </MenuTrigger>
  );
}
