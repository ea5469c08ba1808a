import { ActionItem, ActionItems } from '@backstage-incidents/incidents-common';
import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
import { ReactNode, useCallback, useMemo, useState } from 'react';
import { useActionItemEdits } from '../../api/useActionItemEdits';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { ActionItemMenu, ItemDialogKind, MenuData } from './ActionItemMenu';
import { EditItemDialog } from './EditItemDialog';
import { EditRefusal } from './EditRefusal';

/** The rows' menus, with the dialogs and notices that they need. */
export function useItemEditing(options: {
  incidentRef: string;
  data: ActionItems;
  /** Whether the user can edit action items of this incident. */
  mayEdit: boolean;
}): {
  /** Stays the same while nothing about the menus changes. */
  renderMenu: (item: ActionItem) => ReactNode;
  overlay: ReactNode;
} {
  const { incidentRef, data, mayEdit } = options;
  const { mutate, error, variables, reset } = useActionItemEdits(incidentRef);
  const userRef = useCurrentUserRef();
  const [dialog, setDialog] = useState<{ id: string; kind: ItemDialogKind }>();
  // Not the whole response: its times change with every read.
  const { items, teams, parentIssue } = data;
  const menuData = useMemo(
    (): MenuData => ({
      items,
      teams,
      parentIssue,
      reader: userRef
        ? { userRef, name: entityPresentationSnapshot(userRef).primaryTitle }
        : undefined,
    }),
    [items, teams, parentIssue, userRef],
  );
  const renderMenu = useCallback(
    (item: ActionItem) => (
      <ActionItemMenu
        item={item}
        data={menuData}
        canEdit={mayEdit && !item.archived}
        onEdit={(edited, edit) => mutate({ item: edited, edit })}
        onDialog={({ id }, kind) => setDialog({ id, kind })}
      />
    ),
    [menuData, mayEdit, mutate],
  );
  const find = (id: string | undefined) => items.find(item => item.id === id);
  const edited = find(dialog?.id);
  return {
    renderMenu,
    overlay: (
      <>
        {error && variables && (
          <EditRefusal
            error={error}
            before={variables.item}
            now={find(variables.item.id)}
            onAgain={item => mutate({ item, edit: variables.edit })}
            onDismiss={reset}
          />
        )}
        {dialog && edited && (
          <EditItemDialog
            incidentRef={incidentRef}
            item={edited}
            kind={dialog.kind}
            onClose={() => setDialog(undefined)}
          />
        )}
      </>
    ),
  };
}
