import { Text, TextField } from '@backstage/ui';
import { useState } from 'react';
import { useAttachActionItem } from '../../api/useAttachedItems';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';

/** Makes an existing Linear issue an action item of the incident. */
export function AttachItemDialog(props: {
  incidentRef: string;
  onAttached: (identifier: string) => void;
  onClose: () => void;
}) {
  const { incidentRef, onAttached, onClose } = props;
  const { t } = useTranslation();
  const { mutate, isPending, error } = useAttachActionItem(incidentRef);
  const [issue, setIssue] = useState('');
  return (
    <FormDialog
      title={t('attachItem.title')}
      submitLabel={t('attachItem.submit')}
      isPending={isPending}
      error={error}
      canSubmit={issue.trim() !== ''}
      onSubmit={() =>
        mutate(issue.trim(), {
          onSuccess: attached => {
            if ('id' in attached) onAttached(attached.identifier);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <Text as="p" variant="body-medium">
        {t('attachItem.hint')}
      </Text>
      <TextField
        isRequired
        label={t('linkParent.issue')}
        description={t('linkParent.issueHint')}
        value={issue}
        onChange={setIssue}
      />
    </FormDialog>
  );
}
