import {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
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
import {
  IncidentService,
  VisibleIncident,
  VisibleIncidentPage,
} from './IncidentService';
import { IncidentStore } from './IncidentStore';
import { ReadScope } from './privacy';
import { AuthenticatedRequester } from './Requester';

type IncidentPermission = ResourcePermission<typeof RESOURCE_TYPE_INCIDENT>;

/**
 * The way to incidents for requests from outside: privacy first, then what the
 * permission policy allows.
 */
export type IncidentAccess = ReturnType<typeof createIncidentAccess>;

/** Registers the resource type of incidents; once per backend. */
export function createIncidentAccess(deps: {
  incidents: IncidentService;
  store: IncidentStore;
  permissions: PermissionsService;
  registry: PermissionsRegistryService;
  prefix: string;
}) {
  const { incidents, store, permissions, registry, prefix } = deps;
  registry.addResourceType({
    resourceRef: incidentResourceRef,
    permissions: incidentsPermissions,
    rules: Object.values(incidentRules),
    getResources: async refs => {
      const numbers = refs.map(ref => incidentNumber(prefix, ref));
      const records = await store.findMany(
        numbers.flatMap(number => number ?? []),
      );
      // The framework does not say who asks, so a decision about a private
      // incident would reveal what it depends on. There is none here.
      const open = records.filter(record => record.visibility === 'public');
      return numbers.map(number =>
        open.find(record => record.number === number),
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

  return {
    readScope,

    /** @throws NotFoundError by privacy, NotAllowedError by policy */
    async require(
      requester: AuthenticatedRequester,
      ref: string,
      permission: IncidentPermission,
    ): Promise<IncidentRecord> {
      const record = await incidents.require({ ref, requester });
      await check(requester, record, permission);
      return record;
    },

    /** As `require` for reading; a service principal gets a private incident redacted. */
    async read(
      requester: AuthenticatedRequester,
      ref: string,
    ): Promise<VisibleIncident> {
      const incident = await incidents.get({ ref, requester });
      await check(requester, incident.record, incidentReadPermission);
      return incident;
    },

    /** Only what the requester may read; lists and totals treat the rest as absent. */
    async list(
      requester: AuthenticatedRequester,
      query: ListIncidents,
    ): Promise<VisibleIncidentPage> {
      return incidents.list({ query, scope: await readScope(requester) });
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
