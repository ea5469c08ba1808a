import { ActionItems } from '@backstage-incidents/incidents-common';
import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
import { ReactNode, useMemo, useState } from 'react';
import { useActionItemEdits } from '../../api/useActionItemEdits';
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
}): { editing: ItemEditing; overlay: ReactNode } {
  const { incidentRef, data, mayEdit } = options;
  const { mutate, error, variables, reset } = useActionItemEdits(incidentRef);
  const userRef = useCurrentUserRef();
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
    }),
    [items, teams, parentIssue, userRef, mayEdit, mutate],
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
