import { Incident } from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { Alert } from '@backstage/ui';
import { useState } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { incidentsApiRef } from '../../api/incidentsApiRef';
import { useUpdateIncident } from '../../api/useUpdateIncident';
import { useWords, Words } from '../../words/useWords';
import { FormDialog } from '../common/FormDialog';
import {
  changedFields,
  DraftField,
  draftOf,
  IncidentDraft,
  patchOf,
  rebase,
} from './incidentDraft';
import { IncidentFields } from './IncidentFields';

/** What somebody else saved while this form was open. */
interface Conflict {
  theirs: DraftField[];
  both: DraftField[];
  newer: Incident;
}

/** Edits an incident; shows what others saved meanwhile instead of overwriting it. */
export function EditIncidentDialog(props: {
  incident: Incident;
  onClose: () => void;
}) {
  const { incident, onClose } = props;
  const words = useWords();
  const { t } = words;
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
        setConflict({ theirs: rebased.theirs, both: rebased.both, newer });
        update.reset();
      } catch (refetchError) {
        setConflictError(refetchError);
      }
    }
  };
  return (
    <FormDialog
      title={t('editIncident.dialog', { ref: incident.ref })}
      submitLabel={conflict ? t('editIncident.saveOnTop') : t('common.save')}
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
        <Alert
          role="alert"
          icon
          status="warning"
          title={t('editIncident.conflictTitle')}
          description={
            <>
              <ul>
                {conflict.theirs.map(field => (
                  <li key={field}>
                    {changeInWords(field, draftOf(conflict.newer), words)}
                    {conflict.both.includes(field) &&
                      ` ${t('editIncident.conflictBoth')}`}
                  </li>
                ))}
              </ul>
              {t('editIncident.conflictAdvice')}
            </>
          }
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

function changeInWords(
  field: DraftField,
  theirs: IncidentDraft,
  words: Words,
): string {
  const { t } = words;
  return t('editIncident.conflictChange', {
    field: t(`field.${field}`),
    value: valueInWords(field, theirs, words) || t('common.none'),
  });
}

function valueInWords(
  field: DraftField,
  draft: IncidentDraft,
  { t, exact }: Words,
): string {
  switch (field) {
    case 'severity':
      return t(`severity.${draft.severity}`);
    case 'status':
      return t(`status.${draft.status}`);
    case 'visibility':
      return t(`visibility.${draft.visibility}`);
    case 'links':
      return draft.links.map(link => link.title).join(', ');
    case 'participants':
    case 'affects':
    case 'labels':
      return draft[field].join(', ');
    case 'startedAt':
    case 'mitigatedAt':
    case 'closedAt': {
      const instant = draft[field];
      return instant ? exact(instant) : '';
    }
    case 'title':
    case 'summary':
    case 'lead':
      return draft[field] ?? '';
    default:
      return field satisfies never;
  }
}
