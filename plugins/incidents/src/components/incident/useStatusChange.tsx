import {
  Incident,
  IncidentStatus,
} from '@backstage-incidents/incidents-common';
import { useUpdateIncident } from '../../api/useUpdateIncident';
import { useTranslation } from '../../i18n/useTranslation';
import { useUndo } from '../common/UndoNotice';

/** Changes the status of an incident, and offers to undo that. */
export function useStatusChange(incidentRef: string) {
  const update = useUpdateIncident(incidentRef);
  const { mutateAsync: write } = useUpdateIncident(incidentRef);
  const { offer, notice } = useUndo();
  const { t } = useTranslation();
  const move = (
    before: Incident,
    status: IncidentStatus,
    onMoved?: () => void,
  ) =>
    update.mutate(
      { expectedVersion: before.version, status },
      {
        onSuccess: written => {
          onMoved?.();
          // Without access to the incident any more there is nothing to base it on.
          if (!('version' in written)) return;
          offer({
            text: t('undo.status', {
              ref: before.ref,
              status: t(`status.${status}`),
            }),
            undo: () =>
              write({
                expectedVersion: written.version,
                status: before.status,
                mitigatedAt: before.mitigatedAt ?? null,
                closedAt: before.closedAt ?? null,
              }),
          });
        },
      },
    );
  return { update, move, undoNotice: notice };
}
