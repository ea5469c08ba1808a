import { ActionItem, ActionItems } from '@backstage-incidents/incidents-common';
import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
import { ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useActionItemEdits } from '../../api/useActionItemEdits';
import {
  useAttachActionItem,
  useDetachActionItem,
} from '../../api/useAttachedItems';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { EditItemDialog } from './EditItemDialog';
import { EditRefusal } from './EditRefusal';
import { ItemDialogKind, ItemEditing } from './ItemValueMenus';

/** How the rows are edited, with the dialogs and notices that this needs. */
export function useItemEditing(options: {
  incidentRef: string;
  data: ActionItems;
  /** Whether the user can edit action items of this incident. */
  mayEdit: boolean;
  /** Whether they can attach one again. */
  mayAttach: boolean;
  onDetached: (item: ActionItem, undo?: () => Promise<unknown>) => void;
}): { editing: ItemEditing; overlay: ReactNode } {
  const { incidentRef, data, mayEdit, mayAttach, onDetached } = options;
  const { mutate, error, variables, reset } = useActionItemEdits(incidentRef);
  const detach = useDetachActionItem(incidentRef);
  const { mutate: detachItem } = detach;
  const { mutateAsync: attach } = useAttachActionItem(incidentRef);
  const userRef = useCurrentUserRef();
  const afterDetaching = useRef(onDetached);
  useEffect(() => {
    afterDetaching.current = onDetached;
  });
  const [dialog, setDialog] = useState<{ id: string; kind: ItemDialogKind }>();
  // Not the whole response: its times change with every read.
  const { items, teams, parentIssue } = data;
  const editing = useMemo(
    (): ItemEditing => ({
      data: {
        items,
        teams,
        parentIssue,
        reader: userRef
          ? { userRef, name: entityPresentationSnapshot(userRef).primaryTitle }
          : undefined,
      },
      mayEdit,
      onEdit: (item, edit) => mutate({ item, edit }),
      onDialog: ({ id }, kind) => setDialog({ id, kind }),
      onDetach: item =>
        detachItem(item, {
          onSuccess: () =>
            afterDetaching.current(
              item,
              // Attaching makes a sub-issue, whatever relation it was before.
              mayAttach && item.source === 'child'
                ? () => attach(item.identifier)
                : undefined,
            ),
        }),
    }),
    [
      items,
      teams,
      parentIssue,
      userRef,
      mayEdit,
      mayAttach,
      mutate,
      detachItem,
      attach,
    ],
  );
  const find = (id: string | undefined) => items.find(item => item.id === id);
  const edited = find(dialog?.id);
  return {
    editing,
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
        {detach.error && detach.variables && (
          <EditRefusal
            error={detach.error}
            before={detach.variables}
            now={find(detach.variables.id)}
            onAgain={item => detachItem(item)}
            onDismiss={detach.reset}
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
