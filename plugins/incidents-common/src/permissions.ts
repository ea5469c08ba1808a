import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of permissions that concern one incident. @public */
export const RESOURCE_TYPE_INCIDENT = 'incident';

/** @public */
export const incidentReadPermission = createPermission({
  name: 'incidents.incident.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_INCIDENT,
});

/** @public */
export const incidentUpdatePermission = createPermission({
  name: 'incidents.incident.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_INCIDENT,
});

/** Linking, creating, moving and unlinking the parent issue. @public */
export const parentIssueManagePermission = createPermission({
  name: 'incidents.parent-issue.manage',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_INCIDENT,
});

/** @public */
export const actionItemCreatePermission = createPermission({
  name: 'incidents.action-item.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_INCIDENT,
});

/** @public */
export const actionItemUpdatePermission = createPermission({
  name: 'incidents.action-item.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_INCIDENT,
});

/** @public */
export const syncTriggerPermission = createPermission({
  name: 'incidents.sync.trigger',
  attributes: {},
  resourceType: RESOURCE_TYPE_INCIDENT,
});

/** @public */
export const incidentCreatePermission = createPermission({
  name: 'incidents.incident.create',
  attributes: { action: 'create' },
});

/** Reading the operations page. @public */
export const operationsReadPermission = createPermission({
  name: 'incidents.operations.read',
  attributes: { action: 'read' },
});

/** Acting on the operations page: sweeps, retries, accepted removals. @public */
export const operationsUsePermission = createPermission({
  name: 'incidents.operations.use',
  attributes: { action: 'update' },
});

/** Every permission of the plugin. @public */
export const incidentsPermissions = [
  incidentReadPermission,
  incidentUpdatePermission,
  parentIssueManagePermission,
  actionItemCreatePermission,
  actionItemUpdatePermission,
  syncTriggerPermission,
  incidentCreatePermission,
  operationsReadPermission,
  operationsUsePermission,
];
