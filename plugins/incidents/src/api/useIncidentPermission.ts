import {
  Incident,
  incidentUpdatePermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';

/**
 * Whether to offer an action on an incident. `false` until it is known.
 *
 * The permission framework always denies private incidents, because any other
 * decision would reveal something about them. People who can see one have access
 * by its privacy, so every action is offered; the backend decides each call.
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
