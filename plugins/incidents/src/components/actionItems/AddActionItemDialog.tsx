import {
  CreateActionItemInput,
  ParentIssue,
  Priority,
  prioritySchema,
} from '@backstage-incidents/incidents-common';
import { TextAreaField, TextField } from '@backstage/ui';
import { useState } from 'react';
import { useCreateActionItem } from '../../api/useCreateActionItem';
import { useIncident } from '../../api/useIncident';
import { useTranslation } from '../../i18n/useTranslation';
import { ChoiceField } from '../common/ChoiceField';
import { EntityPicker, PickedEntity } from '../common/EntityPicker';
import { FormDialog } from '../common/FormDialog';
import { NativeField } from '../common/NativeField';
import { PrivateItemNotice } from './PrivateItemNotice';

/** Creates a sub-issue of the parent issue without leaving Backstage. */
export function AddActionItemDialog(props: {
  incidentRef: string;
  parentIssue: ParentIssue;
  onAdded: (identifier: string) => void;
  onClose: () => void;
}) {
  const { incidentRef, parentIssue, onAdded, onClose } = props;
  const { t } = useTranslation();
  const { data: incident, isPending: isUnknown } = useIncident(incidentRef);
  const create = useCreateActionItem(incidentRef);
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [assignee, setAssignee] = useState<PickedEntity>();
  const [priority, setPriority] = useState<Priority>('none');
  const [dueDate, setDueDate] = useState('');
  const submit = () => {
    const body: CreateActionItemInput = { title: title.trim() };
    if (description.trim()) body.description = description;
    if (assignee) body.assignee = assignee.entityRef;
    if (priority !== 'none') body.priority = priority;
    if (dueDate) body.dueDate = dueDate;
    create.mutate(body, {
      onSuccess: created => {
        if ('id' in created) onAdded(created.identifier);
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={t('addItem.title')}
      submitLabel={t('addItem.button')}
      isPending={create.isPending}
      error={create.error}
      // Not before it is known who can read it.
      canSubmit={title.trim() !== '' && !isUnknown}
      onSubmit={submit}
      onClose={onClose}
    >
      {incident?.visibility === 'private' && (
        <PrivateItemNotice parentIssue={parentIssue} />
      )}
      <TextField
        isRequired
        label={t('field.title')}
        description={t('addItem.titleHint')}
        maxLength={200}
        value={title}
        onChange={setTitle}
      />
      <TextAreaField
        label={t('addItem.description')}
        secondaryLabel={t('common.optional')}
        description={t('addItem.descriptionHint')}
        maxLength={10_000}
        rows={4}
        value={description}
        onChange={setDescription}
      />
      <EntityPicker
        label={t('actionItems.assignee')}
        kinds={['User']}
        description={t('addItem.assigneeHint')}
        value={assignee}
        onChange={setAssignee}
      />
      <ChoiceField
        label={t('priority.label')}
        options={prioritySchema.options.map(value => ({
          value,
          label: t(`priority.${value}`),
        }))}
        value={priority}
        onChange={setPriority}
      />
      <NativeField
        type="date"
        label={t('itemMenu.dueDate')}
        description={t('addItem.dueDateHint')}
        value={dueDate}
        onChange={setDueDate}
      />
    </FormDialog>
  );
}
