import {
  Incident,
  incidentUpdatePermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';

/**
 * Whether to offer something on an incident. `false` until it is known.
 *
 * The permission framework answers nothing about private incidents, for its
 * answer would tell strangers what it depends on. Who can see one was let in by
 * privacy, so all is offered; the backend decides each call.
 */
export function useIncidentPermission(
  permission: typeof incidentUpdatePermission,
  incident: { ref: string; visibility: Incident['visibility'] | undefined },
): boolean {
  const { ref, visibility } = incident;
  const { allowed } = usePermission({
    permission,
    resourceRef: visibility === 'public' ? ref : undefined,
  });
  return visibility === 'private' || allowed;
}
