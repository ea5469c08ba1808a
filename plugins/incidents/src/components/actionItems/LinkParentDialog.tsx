import { ParentIssue } from '@backstage-incidents/incidents-common';
import { Text, TextField } from '@backstage/ui';
import { useState } from 'react';
import { usePutParentIssue } from '../../api/useParentIssueActions';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';

/** Makes an existing Linear issue the parent issue of the incident. */
export function LinkParentDialog(props: {
  incidentRef: string;
  parentIssue: ParentIssue;
  onClose: () => void;
}) {
  const { incidentRef, parentIssue, onClose } = props;
  const { t } = useTranslation();
  const put = usePutParentIssue(incidentRef);
  const [issue, setIssue] = useState('');
  const replaces = parentIssue.status === 'linked';
  return (
    <FormDialog
      title={t('linkParent.title')}
      submitLabel={t('linkParent.submit')}
      isPending={put.isPending}
      error={put.error}
      canSubmit={issue.trim() !== ''}
      onSubmit={() =>
        put.mutate(
          { issue: issue.trim(), ...(replaces ? { replace: true } : {}) },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <Text as="p" variant="body-medium">
        {replaces && parentIssue.identifier
          ? t('linkParent.replaces', { identifier: parentIssue.identifier })
          : t('linkParent.hint')}
      </Text>
      <Text as="p" variant="body-medium">
        {t('linkParent.text')}
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
