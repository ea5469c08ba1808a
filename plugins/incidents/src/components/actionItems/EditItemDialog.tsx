import { ActionItem } from '@backstage-incidents/incidents-common';
import { Button, TextField } from '@backstage/ui';
import { useState } from 'react';
import {
  ActionItemEdit,
  useActionItemEdits,
} from '../../api/useActionItemEdits';
import { useWords } from '../../words/useWords';
import { EntityPicker, PickedEntity } from '../common/EntityPicker';
import { FormDialog } from '../common/FormDialog';
import { NativeField } from '../common/NativeField';
import { ItemDialogKind } from './ActionItemMenu';

/** The changes to an item that need a field of their own. */
export function EditItemDialog(props: {
  incidentRef: string;
  item: ActionItem;
  kind: ItemDialogKind;
  onClose: () => void;
}) {
  const { incidentRef, item, kind, onClose } = props;
  const { t } = useWords();
  const edits = useActionItemEdits(incidentRef);
  const [text, setText] = useState('');
  const [person, setPerson] = useState<PickedEntity | undefined>(
    item.assignee?.userRef
      ? { entityRef: item.assignee.userRef, title: item.assignee.name }
      : undefined,
  );
  const apply = (edit: ActionItemEdit) =>
    edits.mutate({ item, edit }, { onSuccess: onClose });
  const submit = () => {
    switch (kind) {
      case 'state':
        return apply({ kind, to: text.trim() });
      case 'dueDate':
        return apply({ kind, dueDate: text || null });
      case 'assignee':
        return apply({
          kind,
          assignee: person?.entityRef ?? null,
          name: person?.title ?? '',
        });
      default:
        return kind satisfies never;
    }
  };
  return (
    <FormDialog
      title={t(`editItem.${kind}`, { identifier: item.identifier })}
      submitLabel={t('common.save')}
      isPending={edits.isPending}
      error={edits.error}
      canSubmit={kind === 'state' ? text.trim() !== '' : true}
      onSubmit={submit}
      onClose={onClose}
    >
      {kind === 'state' && (
        <TextField
          label={t('editItem.stateLabel')}
          description={t('editItem.stateHint', { team: item.team.name })}
          value={text}
          onChange={setText}
        />
      )}
      {kind === 'dueDate' && (
        <NativeField
          type="date"
          label={t('addItem.dueDate')}
          description={t('editItem.dueDateHint')}
          value={text}
          onChange={setText}
        />
      )}
      {kind === 'assignee' && (
        <>
          <EntityPicker
            label={t('actionItems.assignee')}
            kinds={['User']}
            description={t('addItem.assigneeHint')}
            value={person}
            onChange={setPerson}
          />
          {item.assignee && (
            <div>
              <Button
                variant="secondary"
                isPending={edits.isPending}
                onPress={() => apply({ kind, assignee: null, name: '' })}
              >
                {t('editItem.unassign')}
              </Button>
            </div>
          )}
        </>
      )}
    </FormDialog>
  );
}
