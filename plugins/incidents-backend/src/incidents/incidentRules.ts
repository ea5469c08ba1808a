import {
  RESOURCE_TYPE_INCIDENT,
  Severity,
  severitySchema,
} from '@backstage-incidents/incidents-common';
import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  PermissionCondition,
  PermissionCriteria,
} from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { normalizeRef } from '../catalog/refs';
import { IncidentRecord } from './IncidentRecord';

/** Narrows a query over `incidents`. */
export type IncidentFilter = (query: Knex.QueryBuilder) => void;

/** The incident as its rules see it. Not public: it knows tables and knex. */
export const incidentResourceRef = createPermissionResourceRef<
  IncidentRecord,
  IncidentFilter
>().with({ pluginId: 'incidents', resourceType: RESOURCE_TYPE_INCIDENT });

const userRefs = z.object({
  userRefs: z.array(z.string()).describe('Entity refs of users'),
});

const isPublic = createPermissionRule({
  name: 'IS_PUBLIC',
  description: 'Allow incidents that are public',
  resourceRef: incidentResourceRef,
  apply: incident => incident.visibility === 'public',
  toQuery: () => query => {
    query.where('incidents.visibility', 'public');
  },
});

const isLead = createPermissionRule({
  name: 'IS_LEAD',
  description: 'Allow incidents that one of the users leads',
  resourceRef: incidentResourceRef,
  paramsSchema: userRefs,
  apply: (incident, params) =>
    incident.lead !== undefined &&
    params.userRefs.map(normalizeRef).includes(incident.lead),
  toQuery: params => query => {
    // Never unknown in SQL's sense, which `not` would leave unknown.
    query
      .whereNotNull('incidents.lead')
      .whereIn('incidents.lead', params.userRefs.map(normalizeRef));
  },
});

const isParticipant = createPermissionRule({
  name: 'IS_PARTICIPANT',
  description:
    'Allow incidents that one of the users or groups participates in',
  resourceRef: incidentResourceRef,
  paramsSchema: userRefs,
  apply: (incident, params) =>
    params.userRefs.some(ref =>
      incident.participants.includes(normalizeRef(ref)),
    ),
  toQuery: params => query => {
    query.whereExists(participant =>
      participant
        .from('incident_participants')
        .whereRaw('incident_participants.incident_number = incidents.number')
        .whereIn(
          'incident_participants.user_ref',
          params.userRefs.map(normalizeRef),
        ),
    );
  },
});

const hasSeverity = createPermissionRule({
  name: 'HAS_SEVERITY',
  description: 'Allow incidents of one of the severities',
  resourceRef: incidentResourceRef,
  paramsSchema: z.object({
    severities: z.array(severitySchema).describe('sev1 to sev5'),
  }),
  apply: (incident, params) => params.severities.includes(incident.severity),
  toQuery: params => query => {
    query.whereIn('incidents.severity', params.severities);
  },
});

const affectsEntityOwnedBy = createPermissionRule({
  name: 'AFFECTS_ENTITY_OWNED_BY',
  description: 'Allow incidents that affect an entity of one of the owners',
  resourceRef: incidentResourceRef,
  paramsSchema: z.object({
    ownerRefs: z.array(z.string()).describe('Entity refs of groups and users'),
  }),
  apply: (incident, params) =>
    params.ownerRefs.some(ref =>
      incident.affectedOwners.includes(normalizeRef(ref)),
    ),
  toQuery: params => query => {
    query.whereExists(affected =>
      affected
        .from('incident_affected_entities')
        .join(
          'affected_entity_owners',
          'affected_entity_owners.entity_ref',
          'incident_affected_entities.entity_ref',
        )
        .whereRaw(
          'incident_affected_entities.incident_number = incidents.number',
        )
        .whereIn(
          'affected_entity_owners.owner_ref',
          params.ownerRefs.map(normalizeRef),
        ),
    );
  },
});

/** Every rule a policy may use for incidents. */
export const incidentRules = {
  isPublic,
  isLead,
  isParticipant,
  hasSeverity,
  affectsEntityOwnedBy,
};

/**
 * Conditions on incidents, for permission policies.
 *
 * @public
 */
export interface IncidentConditions {
  /** That are public. */
  isPublic(): PermissionCondition<typeof RESOURCE_TYPE_INCIDENT>;

  /** That one of the users leads. */
  isLead(params: {
    userRefs: string[];
  }): PermissionCondition<typeof RESOURCE_TYPE_INCIDENT>;

  /** That one of the users or groups participates in. */
  isParticipant(params: {
    userRefs: string[];
  }): PermissionCondition<typeof RESOURCE_TYPE_INCIDENT>;

  /** Of one of the severities. */
  hasSeverity(params: {
    severities: Severity[];
  }): PermissionCondition<typeof RESOURCE_TYPE_INCIDENT>;

  /** That affect an entity which one of the groups or users owns. */
  affectsEntityOwnedBy(params: {
    ownerRefs: string[];
  }): PermissionCondition<typeof RESOURCE_TYPE_INCIDENT>;
}

const conditionExports = createConditionExports({
  resourceRef: incidentResourceRef,
  rules: incidentRules,
});

/**
 * For permission policies: conditions on incidents. A policy can narrow who
 * sees a private incident, never widen it.
 *
 * @public
 */
export const incidentConditions: IncidentConditions =
  conditionExports.conditions;

/**
 * For permission policies: the decision that carries conditions.
 *
 * @public
 */
export const createIncidentConditionalDecision =
  conditionExports.createConditionalDecision;

/** Conditions of a policy in SQL, for queries over `incidents`. */
export function applyFilter(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<IncidentFilter>,
): void {
  if (typeof criteria === 'function') {
    query.where(criteria);
  } else if ('allOf' in criteria) {
    query.where(all => {
      for (const part of criteria.allOf)
        all.where(one => applyFilter(one, part));
    });
  } else if ('anyOf' in criteria) {
    query.where(any => {
      for (const part of criteria.anyOf)
        any.orWhere(one => applyFilter(one, part));
    });
  } else {
    query.whereNot(one => applyFilter(one, criteria.not));
  }
}
