import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
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
    case 'labels':
      return draft.labels.join(', ');
    case 'participants':
    case 'affects':
      return draft[field].map(nameOf).sort(compareNames).join(', ');
    case 'lead':
      return draft.lead ? nameOf(draft.lead) : '';
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

function nameOf(entityRef: string): string {
  return entityPresentationSnapshot(entityRef).primaryTitle;
}

function compareNames(a: string, b: string): number {
  return a.localeCompare(b);
}
