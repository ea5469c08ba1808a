import { Text } from '@backstage/ui';
import { useDeleteParentIssue } from '../../api/useParentIssueActions';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';

/** Says what stays and what is removed before the parent issue is unlinked. */
export function UnlinkParentDialog(props: {
  incidentRef: string;
  identifier: string;
  onUnlinked: (identifier: string) => void;
  onClose: () => void;
}) {
  const { incidentRef, identifier, onUnlinked, onClose } = props;
  const { t } = useTranslation();
  const { mutate, isPending, error } = useDeleteParentIssue(incidentRef);
  return (
    <FormDialog
      kind="confirmation"
      title={t('unlinkParent.title', { identifier })}
      submitLabel={t('unlinkParent.submit')}
      isPending={isPending}
      error={error}
      onSubmit={() =>
        mutate(undefined, {
          onSuccess: () => {
            onUnlinked(identifier);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <Text as="p" variant="body-medium">
        {t('unlinkParent.stays', { identifier })}
      </Text>
      <Text as="p" variant="body-medium">
        {t('unlinkParent.removed', { identifier })}
      </Text>
      <Text as="p" variant="body-medium">
        {t('unlinkParent.next', { identifier })}
      </Text>
    </FormDialog>
  );
}
