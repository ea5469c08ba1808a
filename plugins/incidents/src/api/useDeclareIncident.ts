import {
  CreateIncidentInput,
  IncidentReference,
} from '@backstage-incidents/incidents-common';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { incidentsApiRef } from './incidentsApiRef';
import { queryKeys } from './queryKeys';
import { useIdempotencyKey } from './useIdempotencyKey';
import { waitForEntity } from './waitForEntity';

/** Seconds to wait for the parent issue before showing the incident without it. */
const WAIT_SECONDS = 5;

/**
 * Declares an incident, then waits briefly for its page in the catalog.
 * `created` is the incident while it waits.
 */
export function useDeclareIncident(options: {
  onDeclared: (declared: {
    incident: IncidentReference;
    hasPage: boolean;
  }) => void;
}) {
  const api = useApi(incidentsApiRef);
  const catalogApi = useApi(catalogApiRef);
  const queryClient = useQueryClient();
  const idempotencyKeyFor = useIdempotencyKey();
  const [created, setCreated] = useState<IncidentReference>();
  const declare = useMutation({
    mutationFn: async (body: CreateIncidentInput) => {
      const incident = await api.createIncident(body, {
        idempotencyKey: idempotencyKeyFor(body),
        waitSeconds: WAIT_SECONDS,
      });
      setCreated(incident);
      queryClient.invalidateQueries({ queryKey: queryKeys.incidentLists() });
      const { entityRef } = incident;
      return {
        incident,
        hasPage: await waitForEntity({ catalogApi, entityRef }),
      };
    },
    onSuccess: options.onDeclared,
  });
  return { declare, created };
}
