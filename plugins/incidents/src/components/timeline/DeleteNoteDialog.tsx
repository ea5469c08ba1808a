import { Text } from '@backstage/ui';
import { useDeleteNote } from '../../api/useTimeline';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';

/** Says what stays before the user's own note is deleted. */
export function DeleteNoteDialog(props: {
  incidentRef: string;
  noteId: string;
  onDeleted: () => void;
  onClose: () => void;
}) {
  const { incidentRef, noteId, onDeleted, onClose } = props;
  const { t } = useTranslation();
  const { mutate, isPending, error } = useDeleteNote(incidentRef);
  return (
    <FormDialog
      kind="confirmation"
      title={t('timeline.deleteNote.title')}
      submitLabel={t('timeline.deleteNote.button')}
      isPending={isPending}
      error={error}
      onSubmit={() =>
        mutate(noteId, {
          onSuccess: () => {
            onClose();
            onDeleted();
          },
        })
      }
      onClose={onClose}
    >
      <Text as="p" variant="body-medium">
        {t('timeline.deleteNote.stays')}
      </Text>
    </FormDialog>
  );
}
