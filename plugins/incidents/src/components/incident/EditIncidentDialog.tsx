import { Incident } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { useState } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { incidentsApiRef } from '../../api/incidentsApiRef';
import { useUpdateIncident } from '../../api/useUpdateIncident';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';
import {
  changedFields,
  draftOf,
  IncidentDraft,
  patchOf,
  rebase,
} from './incidentDraft';
import { Conflict, EditConflict } from './EditConflict';
import { IncidentFields } from './IncidentFields';

/** Edits an incident; shows what others saved meanwhile instead of overwriting it. */
export function EditIncidentDialog(props: {
  incident: Incident;
  onClose: () => void;
}) {
  const { incident, onClose } = props;
  const { t } = useTranslation();
  const api = useApi(incidentsApiRef);
  const update = useUpdateIncident(incident.ref);
  const [base, setBase] = useState(incident);
  const [draft, setDraft] = useState<IncidentDraft>(() => draftOf(incident));
  const [conflict, setConflict] = useState<Conflict>();
  const [conflictError, setConflictError] = useState<unknown>();
  const submit = async () => {
    setConflictError(undefined);
    try {
      await update.mutateAsync(patchOf(base, draft));
      onClose();
    } catch (error) {
      if (describeFailure(error).kind !== 'conflict') return;
      try {
        const newer = await api.getIncident(incident.ref);
        const rebased = rebase({ base, draft, newer });
        setBase(newer);
        setDraft(rebased.draft);
        setConflict({
          theirs: rebased.theirs,
          both: rebased.both,
          mine: draft,
          newer: draftOf(newer),
        });
        update.reset();
      } catch (refetchError) {
        setConflictError(refetchError);
      }
    }
  };
  return (
    <FormDialog
      title={t('editIncident.dialog', { ref: incident.ref })}
      submitLabel={conflict ? t('editIncident.overwrite') : t('common.save')}
      isPending={update.isPending}
      error={conflictError ?? update.error}
      canSubmit={
        changedFields(draftOf(base), draft).length > 0 &&
        (draft.title.trim() !== '' || draft.visibility === 'private')
      }
      onSubmit={submit}
      onClose={onClose}
    >
      {conflict && (
        <EditConflict
          conflict={conflict}
          draft={draft}
          onChoose={change => setDraft(current => ({ ...current, ...change }))}
        />
      )}
      <IncidentFields
        mode="edit"
        draft={draft}
        wasPublic={base.visibility === 'public'}
        onChange={change => setDraft(current => ({ ...current, ...change }))}
      />
    </FormDialog>
  );
}
