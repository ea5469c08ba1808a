import {
  ActionItem,
  ActionItems,
  actionItemUpdatePermission,
} from '@backstage-incidents/incidents-common';
import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { lazy, ReactNode, useCallback, useMemo, useState } from 'react';
import { useActionItemEdits } from '../../api/useActionItemEdits';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { LazyDialog } from '../common/LazyDialog';
import { ActionItemMenu, ItemDialogKind } from './ActionItemMenu';
import { EditRefusal } from './EditRefusal';
import { knownPeople } from './knownPeople';
import { statesOfTeam } from './statesOfTeam';

const EditItemDialog = lazy(async () => {
  const { EditItemDialog: Dialog } = await import('./EditItemDialog');
  return { default: Dialog };
});

/** The rows' menus, and what has to be shown beside the rows because of them. */
export function useItemEditing(
  incidentRef: string,
  data: ActionItems,
): {
  /** Stays the same while nothing about the menus changes. */
  renderMenu: (item: ActionItem) => ReactNode;
  overlay: ReactNode;
} {
  const { mutate, error, variables, reset } = useActionItemEdits(incidentRef);
  const userRef = useCurrentUserRef();
  const [dialog, setDialog] = useState<{ id: string; kind: ItemDialogKind }>();
  const { allowed } = usePermission({
    permission: actionItemUpdatePermission,
    resourceRef: incidentRef,
  });
  // Not the answer as a whole: its times are new with each.
  const { items, teams, parentIssue } = data;
  const people = useMemo(
    () =>
      knownPeople({
        items,
        reader: userRef
          ? {
              userRef,
              name: entityPresentationSnapshot(userRef).primaryTitle,
            }
          : undefined,
      }),
    [items, userRef],
  );
  const renderMenu = useCallback(
    (item: ActionItem) => (
      <ActionItemMenu
        item={item}
        choice={statesOfTeam({ items, teams, parentIssue }, item.team.key)}
        people={people}
        canEdit={allowed && !item.archived}
        onEdit={(edited, edit) => mutate({ item: edited, edit })}
        onDialog={({ id }, kind) => setDialog({ id, kind })}
      />
    ),
    [items, teams, parentIssue, people, allowed, mutate],
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
          <LazyDialog>
            <EditItemDialog
              incidentRef={incidentRef}
              item={edited}
              kind={dialog.kind}
              onClose={() => setDialog(undefined)}
            />
          </LazyDialog>
        )}
      </>
    ),
  };
}
