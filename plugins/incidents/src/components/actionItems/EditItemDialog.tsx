import { ActionItem } from '@backstage-incidents/incidents-common';
import { Text, TextField } from '@backstage/ui';
import { useState } from 'react';
import { ActionItemEdit } from '../../api/applyEdit';
import { describeFailure } from '../../api/describeFailure';
import { useActionItemEdits } from '../../api/useActionItemEdits';
import { useTranslation } from '../../i18n/useTranslation';
import { EntityPicker, PickedEntity } from '../common/EntityPicker';
import { FormDialog } from '../common/FormDialog';
import { NativeField } from '../common/NativeField';
import { ItemDialogKind } from './ItemValueMenus';
import { dueDayOf } from '../common/dueDays';
import { itemChanges } from './itemChanges';

/** The changes to an item that need a form field. */
export function EditItemDialog(props: {
  incidentRef: string;
  /** The item as last read; an edit is based on the item as it was when the dialog opened. */
  item: ActionItem;
  kind: ItemDialogKind;
  onClose: () => void;
}) {
  const { incidentRef, item, kind, onClose } = props;
  const translation = useTranslation();
  const { t } = translation;
  const { mutate, isPending, error } = useActionItemEdits(incidentRef);
  const [base, setBase] = useState(item);
  const [text, setText] = useState(
    kind === 'dueDate' ? dueDayOf(item) ?? '' : '',
  );
  const [person, setPerson] = useState<PickedEntity | undefined>(
    item.assignee?.userRef
      ? { entityRef: item.assignee.userRef, title: item.assignee.name }
      : undefined,
  );
  const overtaken =
    error !== null && describeFailure(error).kind === 'conflict';
  const changes = overtaken ? itemChanges(base, item, translation) : [];
  const apply = (edit: ActionItemEdit) => {
    // A user who saves after a conflict has seen the other changes.
    const seen = overtaken ? item : base;
    setBase(seen);
    mutate({ item: seen, edit }, { onSuccess: onClose });
  };
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
      submitLabel={overtaken ? t('editItem.changeAnyway') : t('common.save')}
      isPending={isPending}
      error={error}
      canSubmit={kind === 'state' ? text.trim() !== '' : true}
      onSubmit={submit}
      onClose={onClose}
    >
      {kind === 'state' && (
        <TextField
          label={t('itemMenu.state')}
          description={t('editItem.stateHint', { team: item.team.name })}
          value={text}
          onChange={setText}
        />
      )}
      {kind === 'dueDate' && (
        <NativeField
          type="date"
          label={t('itemMenu.dueDate')}
          description={t('editItem.dueDateHint')}
          value={text}
          onChange={setText}
        />
      )}
      {kind === 'assignee' && (
        <EntityPicker
          label={t('actionItems.assignee')}
          kinds={['User']}
          description={t('addItem.assigneeHint')}
          value={person}
          onChange={setPerson}
        />
      )}
      {changes.length > 0 && (
        <Text as="p" variant="body-medium">
          {t('editItem.nowInLinear', { changes: changes.join('; ') })}
        </Text>
      )}
    </FormDialog>
  );
}
