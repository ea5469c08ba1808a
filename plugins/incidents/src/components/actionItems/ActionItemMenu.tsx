import { ActionItem, ActionItems } from '@backstage-incidents/incidents-common';
import { ButtonIcon, MenuTrigger } from '@backstage/ui';
import { RiMore2Line } from '@remixicon/react';
import { lazy, useState } from 'react';
import { ActionItemEdit } from '../../api/applyEdit';
import { useTranslation } from '../../i18n/useTranslation';
import { LazyPart } from '../common/LazyPart';

const ActionItemChoices = lazy(async () => {
  const { ActionItemChoices: Choices } = await import('./ActionItemChoices');
  return { default: Choices };
});

/** What the menus offer is found in. */
export interface MenuData
  extends Pick<ActionItems, 'items' | 'teams' | 'parentIssue'> {
  reader: { userRef: string; name: string } | undefined;
}

/** Which dialog a row's menu asks for. */
export type ItemDialogKind = 'assignee' | 'dueDate' | 'state';

/** What a row's menu works on, and what it asks for. */
export interface ActionItemMenuProps {
  item: ActionItem;
  data: MenuData;
  canEdit: boolean;
  onEdit: (item: ActionItem, edit: ActionItemEdit) => void;
  onDialog: (item: ActionItem, kind: ItemDialogKind) => void;
}

/** The button at the end of a row; its menu is loaded when it is first opened. */
export function ActionItemMenu(props: ActionItemMenuProps) {
  const { identifier } = props.item;
  const { t } = useTranslation();
  const [isLoaded, setLoaded] = useState(false);
  return (
    <MenuTrigger onOpenChange={() => setLoaded(true)}>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={t('itemMenu.label', { identifier })}
        icon={<RiMore2Line />}
      />
      {isLoaded && (
        <LazyPart>
          <ActionItemChoices {...props} />
        </LazyPart>
      )}
    </MenuTrigger>
  );
}
