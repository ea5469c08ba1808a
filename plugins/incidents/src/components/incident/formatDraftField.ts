import { Translation } from '../../i18n/useTranslation';
import { DraftField, IncidentDraft } from './incidentDraft';

/** The value of one field as text; empty if there is none. */
export function formatDraftField(
  field: DraftField,
  draft: IncidentDraft,
  { t, exact }: Translation,
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
    default:
      // Text; a field of another type does not compile here.
      return draft[field] ?? '';
  }
}
