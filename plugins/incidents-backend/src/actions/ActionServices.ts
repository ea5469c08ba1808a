import { ConflictError } from '@backstage/errors';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { ActionItemService } from '../actionItems/ActionItemService';
import { Requesters } from '../http/Requesters';
import { RoutingPreviewer } from '../http/routingRouter';
import { IncidentService } from '../incidents/IncidentService';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { SyncService } from '../sync/SyncService';
import { ActionItemViews } from '../actionItems/actionItemViews';
import { IncidentViews } from '../incidents/incidentViews';

/** What registry actions work with: the same as the HTTP API. */
export interface ActionServices {
  registry: ActionsRegistryService;
  requesters: Requesters;
  access: IncidentAccess;
  incidents: IncidentService;
  incidentViews: IncidentViews;
  sync: SyncService;
  actionItemViews: ActionItemViews;
  /** What there is only while Linear is configured. */
  linear?: { actionItems: ActionItemService; preview: RoutingPreviewer };
}

/** @throws ConflictError while Linear is not configured */
export function requireLinear(
  services: ActionServices,
): NonNullable<ActionServices['linear']> {
  if (!services.linear) {
    throw new ConflictError(
      'Linear is not configured; configure incidents.linear',
    );
  }
  return services.linear;
}
