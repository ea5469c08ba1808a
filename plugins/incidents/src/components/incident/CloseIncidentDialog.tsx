import { Incident } from '@backstage-incidents/incidents-common';
import { Text } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';

/** Asks for confirmation before closing an incident with open action items. */
export function CloseIncidentDialog(props: {
  incident: Incident;
  status: 'done' | 'canceled';
  isPending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { incident, status, isPending, error, onConfirm, onClose } = props;
  const { t } = useTranslation();
  const { todo, inProgress, total } = incident.progress;
  return (
    <FormDialog
      kind="confirmation"
      title={t(`closeIncident.${status}`, { ref: incident.ref })}
      submitLabel={t(`statusAction.${status}`)}
      isPending={isPending}
      error={error}
      // "Cancel" beside "Cancel incident" would say either.
      cancelLabel={status === 'canceled' ? t('closeIncident.keep') : undefined}
      onSubmit={onConfirm}
      onClose={onClose}
    >
      <Text as="p" variant="body-medium" weight="bold">
        {t('closeIncident.open', {
          count: todo + inProgress,
          total: total,
        })}
      </Text>
      <Text as="p" variant="body-medium">
        {t('closeIncident.stays')}
      </Text>
      <Text as="p" variant="body-medium">
        {t('closeIncident.back')}
      </Text>
    </FormDialog>
  );
}
