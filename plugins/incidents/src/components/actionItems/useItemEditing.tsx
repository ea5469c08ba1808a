import {
  ActionItem,
  ActionItems,
  actionItemUpdatePermission,
} from '@backstage-incidents/incidents-common';
import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  lazy,
  ReactNode,
  Suspense,
  useCallback,
  useMemo,
  useState,
} from 'react';
import { useActionItemEdits } from '../../api/useActionItemEdits';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { LazyPart } from '../common/LazyPart';
import type { ItemDialogKind, MenuData } from './ActionItemMenu';

// Rows are there before what can be done with them.
const ActionItemMenu = lazy(async () => {
  const { ActionItemMenu: Menu } = await import('./ActionItemMenu');
  return { default: Menu };
});
const EditRefusal = lazy(async () => {
  const { EditRefusal: Refusal } = await import('./EditRefusal');
  return { default: Refusal };
});
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
      <Suspense fallback={null}>
        <ActionItemMenu
          item={item}
          data={menuData}
          canEdit={allowed && !item.archived}
          onEdit={(edited, edit) => mutate({ item: edited, edit })}
          onDialog={({ id }, kind) => setDialog({ id, kind })}
        />
      </Suspense>
    ),
    [menuData, allowed, mutate],
  );
  const find = (id: string | undefined) => items.find(item => item.id === id);
  const edited = find(dialog?.id);
  return {
    renderMenu,
    overlay: (
      <>
        {error && variables && (
          <LazyPart>
            <EditRefusal
              error={error}
              before={variables.item}
              now={find(variables.item.id)}
              onAgain={item => mutate({ item, edit: variables.edit })}
              onDismiss={reset}
            />
          </LazyPart>
        )}
        {dialog && edited && (
          <LazyPart>
            <EditItemDialog
              incidentRef={incidentRef}
              item={edited}
              kind={dialog.kind}
              onClose={() => setDialog(undefined)}
            />
          </LazyPart>
        )}
      </>
    ),
  };
}
