import {
  CreateIncidentInput,
  Incident,
} from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { incidentsApiRef } from '../../api/incidentsApiRef';
import { queryKeys } from '../../api/queryKeys';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { useIdempotencyKey } from '../../api/useIdempotencyKey';
import { waitForEntity } from '../../api/waitForEntity';
import { useWords } from '../../words/useWords';
import { FormDialog } from '../common/FormDialog';
import { IncidentDraft } from '../incident/incidentDraft';
import { IncidentFields } from '../incident/IncidentFields';
import { RoutingPreviewPanel } from './RoutingPreviewPanel';

/** Seconds to wait for the parent issue before showing the incident without it. */
const WAIT_SECONDS = 5;

function emptyDraft(): IncidentDraft {
  return {
    title: '',
    summary: '',
    severity: 'sev3',
    status: 'active',
    visibility: 'public',
    lead: undefined,
    participants: [],
    affects: [],
    labels: [],
    links: [],
    startedAt: new Date().toISOString(),
    mitigatedAt: undefined,
    closedAt: undefined,
  };
}

function bodyOf(draft: IncidentDraft): CreateIncidentInput {
  const title = draft.title.trim();
  return {
    ...(title ? { title } : {}),
    ...(draft.summary.trim() ? { summary: draft.summary } : {}),
    severity: draft.severity,
    visibility: draft.visibility,
    ...(draft.lead ? { lead: draft.lead } : {}),
    affects: draft.affects,
    labels: draft.labels,
    startedAt: draft.startedAt,
  };
}

/** Declares an incident, showing beforehand where its work will go in Linear. */
export function DeclareIncidentDialog(props: {
  onDeclared: (incident: Incident) => void;
  onClose: () => void;
}) {
  const { onDeclared, onClose } = props;
  const { t } = useWords();
  const api = useApi(incidentsApiRef);
  const catalogApi = useApi(catalogApiRef);
  const queryClient = useQueryClient();
  const userRef = useCurrentUserRef();
  const idempotencyKeyFor = useIdempotencyKey();
  const [change, setChange] = useState<Partial<IncidentDraft>>({});
  const [initial] = useState(emptyDraft);
  // Whoever declares it leads it until somebody else is chosen.
  const draft: IncidentDraft = {
    ...initial,
    lead: userRef?.startsWith('user:') ? userRef : undefined,
    ...change,
  };
  const create = useMutation({
    mutationFn: async (body: CreateIncidentInput) => {
      const incident = await api.createIncident(body, {
        idempotencyKey: idempotencyKeyFor(body),
        waitSeconds: WAIT_SECONDS,
      });
      // Its page is the catalog's, which learns of it a moment later.
      await waitForEntity({ catalogApi, entityRef: incident.entityRef });
      return incident;
    },
    onSuccess: incident => {
      queryClient.invalidateQueries({ queryKey: queryKeys.incidentLists() });
      onDeclared(incident);
    },
  });
  return (
    <FormDialog
      title={t('incidents.declare')}
      submitLabel={t('incidents.declareSubmit')}
      isPending={create.isPending}
      error={create.error}
      canSubmit={draft.title.trim() !== '' || draft.visibility === 'private'}
      onSubmit={() => create.mutate(bodyOf(draft))}
      onClose={onClose}
    >
      <IncidentFields
        mode="declare"
        draft={draft}
        onChange={next => setChange(current => ({ ...current, ...next }))}
      />
      <RoutingPreviewPanel
        draft={{
          severity: draft.severity,
          visibility: draft.visibility,
          affects: draft.affects,
          labels: draft.labels,
          ...(draft.lead ? { lead: draft.lead } : {}),
        }}
      />
    </FormDialog>
  );
}
