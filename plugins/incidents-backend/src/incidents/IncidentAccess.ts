import {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  incidentReadPermission,
  incidentsPermissions,
  ListIncidents,
  RESOURCE_TYPE_INCIDENT,
} from '@backstage-incidents/incidents-common';
import {
  AuthorizeResult,
  BasicPermission,
  PolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  applyFilter,
  incidentResourceRef,
  incidentRules,
} from './incidentRules';
import { incidentNumber, IncidentRecord } from './IncidentRecord';
import { IncidentStore } from './IncidentStore';
import { listIncidents } from './listIncidents';
import { IncidentQueries } from './matchingIncidents';
import { ReadScope, VisibleIncident, visibleIncident } from './privacy';
import { AuthenticatedRequester, Requester } from './Requester';

type IncidentPermission = ResourcePermission<typeof RESOURCE_TYPE_INCIDENT>;

/**
 * The way to incidents for requests from outside: privacy first, then what the
 * permission policy allows.
 */
export type IncidentAccess = ReturnType<typeof createIncidentAccess>;

/** Registers the resource type of incidents; once per backend. */
export function createIncidentAccess(deps: {
  incidents: IncidentStore;
  queries: IncidentQueries;
  permissions: PermissionsService;
  registry: PermissionsRegistryService;
}) {
  const { incidents, queries, permissions, registry } = deps;
  const numberOf = (ref: string) => incidentNumber(queries.prefix, ref);
  registry.addResourceType({
    resourceRef: incidentResourceRef,
    permissions: incidentsPermissions,
    rules: Object.values(incidentRules),
    getResources: async refs => {
      const records = await incidents.findMany(
        refs.flatMap(ref => numberOf(ref) ?? []),
      );
      // The framework does not say who asks, so a decision about a private
      // incident would reveal what it depends on. There is none here.
      const open = records.filter(record => record.visibility === 'public');
      return refs.map(ref =>
        open.find(record => record.number === numberOf(ref)),
      );
    },
  });
  const ruleset = registry.getPermissionRuleset(incidentResourceRef);
  const isAuthorized = createConditionAuthorizer(ruleset);
  const toCriteria = createConditionTransformer(ruleset);

  async function decide(
    { credentials }: AuthenticatedRequester,
    permission: IncidentPermission,
  ): Promise<PolicyDecision> {
    const [decision] = await permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    return decision;
  }

  async function check(
    requester: AuthenticatedRequester,
    record: IncidentRecord,
    permission: IncidentPermission,
  ): Promise<void> {
    if (!isAuthorized(await decide(requester, permission), record)) {
      throw notAllowed(permission.name);
    }
  }

  /** What the requester may read, for queries over incidents. */
  async function readScope(
    requester: AuthenticatedRequester,
  ): Promise<ReadScope> {
    const decision = await decide(requester, incidentReadPermission);
    switch (decision.result) {
      case AuthorizeResult.DENY:
        return { requester, narrow: matching => matching.whereRaw('1 = 0') };
      case AuthorizeResult.ALLOW:
        return { requester, narrow: () => {} };
      case AuthorizeResult.CONDITIONAL: {
        const criteria = toCriteria(decision.conditions);
        return {
          requester,
          narrow: matching => applyFilter(matching, criteria),
        };
      }
      default:
        throw new Error(
          `Unknown decision ${JSON.stringify(decision satisfies never)}`,
        );
    }
  }

  /** What privacy alone shows; `undefined`: for them the incident does not exist. */
  async function findByPrivacy(
    requester: Requester,
    ref: string,
  ): Promise<VisibleIncident | undefined> {
    const record = await incidents.findByRef(ref);
    return record && visibleIncident(requester, record);
  }

  return {
    readScope,

    /** @throws NotFoundError by privacy, NotAllowedError by policy */
    async require(
      requester: AuthenticatedRequester,
      ref: string,
      permission: IncidentPermission,
    ): Promise<IncidentRecord> {
      const incident = await findByPrivacy(requester, ref);
      if (incident?.form !== 'full') {
        throw notFound(ref);
      }
      await check(requester, incident.record, permission);
      return incident.record;
    },

    /** As `require` for reading; a service principal gets a private incident redacted. */
    async read(
      requester: AuthenticatedRequester,
      ref: string,
    ): Promise<VisibleIncident> {
      const incident = await findByPrivacy(requester, ref);
      if (!incident) {
        throw notFound(ref);
      }
      await check(requester, incident.record, incidentReadPermission);
      return incident;
    },

    /** What the response to a write may hold of the incident; `undefined`: no more than its reference. */
    async readAfterWrite(
      requester: AuthenticatedRequester,
      ref: string,
    ): Promise<VisibleIncident | undefined> {
      const incident = await findByPrivacy(requester, ref);
      return incident &&
        isAuthorized(
          await decide(requester, incidentReadPermission),
          incident.record,
        )
        ? incident
        : undefined;
    },

    /** Only what the requester may read; lists and totals treat the rest as absent. */
    async list(requester: AuthenticatedRequester, query: ListIncidents) {
      const scope = await readScope(requester);
      const { numbers, ...page } = await listIncidents(queries, {
        query,
        scope,
      });
      const records = await incidents.findMany(numbers);
      return {
        ...page,
        scope,
        // Checked again: the page was found before the rows were read.
        items: records.flatMap(
          record => visibleIncident(requester, record) ?? [],
        ),
      };
    },

    /** @throws NotAllowedError */
    async requirePermission(
      { credentials }: AuthenticatedRequester,
      permission: BasicPermission,
    ): Promise<void> {
      const [decision] = await permissions.authorize([{ permission }], {
        credentials,
      });
      if (decision.result !== AuthorizeResult.ALLOW) {
        throw notAllowed(permission.name);
      }
    },
  };
}

function notAllowed(permission: string): NotAllowedError {
  return new NotAllowedError(
    `This requires the permission ${permission}; ask your platform team for it`,
  );
}

function notFound(ref: string): NotFoundError {
  return new NotFoundError(
    `Incident ${ref} not found, or you don't have access to it`,
  );
}
