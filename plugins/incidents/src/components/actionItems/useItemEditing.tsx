import {
  ActionItem,
  ActionItems,
  actionItemUpdatePermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button } from '@backstage/ui';
import { ReactNode, useState } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { useActionItemEdits } from '../../api/useActionItemEdits';
import { useWords } from '../../words/useWords';
import { ActionItemMenu, ItemDialogKind } from './ActionItemMenu';
import { EditItemDialog } from './EditItemDialog';
import { knownStates } from './knownStates';

/** The rows' menus, and what has to be shown beside the rows because of them. */
export function useItemEditing(
  incidentRef: string,
  data: ActionItems,
): { renderMenu: (item: ActionItem) => ReactNode; overlay: ReactNode } {
  const { t } = useWords();
  const edits = useActionItemEdits(incidentRef);
  const [dialog, setDialog] = useState<{
    item: ActionItem;
    kind: ItemDialogKind;
  }>();
  const { allowed } = usePermission({
    permission: actionItemUpdatePermission,
    resourceRef: incidentRef,
  });
  return {
    renderMenu: item => (
      <ActionItemMenu
        item={item}
        states={knownStates(data, item.team.key)}
        canEdit={allowed && !item.archived}
        onEdit={(edited, edit) => edits.mutate({ item: edited, edit })}
        onDialog={(edited, kind) => setDialog({ item: edited, kind })}
      />
    ),
    overlay: (
      <>
        {edits.error && edits.variables && (
          <Alert
            role="alert"
            icon
            status="danger"
            title={t('editItem.refusedTitle', {
              identifier: edits.variables.item.identifier,
            })}
            description={t('editItem.refused', {
              message: describeFailure(edits.error).message,
            })}
            customActions={
              <Button size="small" variant="tertiary" onPress={edits.reset}>
                {t('common.dismiss')}
              </Button>
            }
          />
        )}
        {dialog && (
          <EditItemDialog
            incidentRef={incidentRef}
            item={dialog.item}
            kind={dialog.kind}
            onClose={() => setDialog(undefined)}
          />
        )}
      </>
    ),
  };
}
