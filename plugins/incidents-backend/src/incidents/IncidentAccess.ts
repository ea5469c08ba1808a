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
import { IncidentRecord } from './IncidentRecord';
import { incidentNumber } from './incidentRef';
import {
  VisibleIncident,
  VisibleIncidentPage,
  IncidentService,
} from './IncidentService';
import { IncidentStore } from './IncidentStore';
import { ReadScope } from './ReadScope';
import { AuthenticatedRequester } from './Requester';
import { applyFilter } from './applyFilter';
import { incidentResourceRef, incidentRules } from './incidentRules';

type IncidentPermission = ResourcePermission<typeof RESOURCE_TYPE_INCIDENT>;

/**
 * The way to incidents for whoever asks from outside: privacy first, then what
 * the permission policy allows.
 */
export class IncidentAccess {
  readonly #incidents: IncidentService;
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;

  private constructor(options: {
    incidents: IncidentService;
    permissions: PermissionsService;
    registry: PermissionsRegistryService;
  }) {
    this.#incidents = options.incidents;
    this.#permissions = options.permissions;
    this.#registry = options.registry;
  }

  static create(options: {
    incidents: IncidentService;
    store: IncidentStore;
    permissions: PermissionsService;
    registry: PermissionsRegistryService;
    prefix: string;
  }): IncidentAccess {
    const { registry, store, prefix } = options;
    registry.addResourceType({
      resourceRef: incidentResourceRef,
      permissions: incidentsPermissions,
      rules: Object.values(incidentRules),
      getResources: async refs => {
        const numbers = refs.map(ref => incidentNumber(prefix, ref));
        const records = await store.findMany(
          numbers.flatMap(number => (number === undefined ? [] : [number])),
        );
        // The framework does not say who asks, so a decision about a private
        // incident would tell strangers what it depends on. It has none here.
        const open = records.filter(record => record.visibility === 'public');
        return numbers.map(number =>
          open.find(record => record.number === number),
        );
      },
    });
    return new IncidentAccess(options);
  }

  /** @throws NotFoundError by privacy, NotAllowedError by policy */
  async require(
    requester: AuthenticatedRequester,
    ref: string,
    permission: IncidentPermission,
  ): Promise<IncidentRecord> {
    const record = await this.#incidents.require({ ref, requester });
    await this.#check(requester, record, permission);
    return record;
  }

  /** As `require` for reading; a service principal gets a private incident redacted. */
  async read(
    requester: AuthenticatedRequester,
    ref: string,
  ): Promise<VisibleIncident> {
    const answer = await this.#incidents.get({ ref, requester });
    await this.#check(requester, answer.record, incidentReadPermission);
    return answer;
  }

  /** Only what the requester may read; lists and totals treat the rest as absent. */
  async list(
    requester: AuthenticatedRequester,
    query: ListIncidents,
  ): Promise<VisibleIncidentPage> {
    return this.#incidents.list({
      query,
      scope: await this.readScope(requester),
    });
  }

  /** What the requester may read, for queries over incidents. */
  async readScope(requester: AuthenticatedRequester): Promise<ReadScope> {
    const decision = await this.#decide(requester, incidentReadPermission);
    switch (decision.result) {
      case AuthorizeResult.DENY:
        return { requester, narrow: matching => matching.whereRaw('1 = 0') };
      case AuthorizeResult.ALLOW:
        return { requester, narrow: () => {} };
      case AuthorizeResult.CONDITIONAL: {
        const criteria = createConditionTransformer(
          this.#registry.getPermissionRuleset(incidentResourceRef),
        )(decision.conditions);
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

  /** @throws NotAllowedError */
  async requirePermission(
    requester: AuthenticatedRequester,
    permission: BasicPermission,
  ): Promise<void> {
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials: requester.credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw notAllowed(permission.name);
    }
  }

  async #check(
    requester: AuthenticatedRequester,
    record: IncidentRecord,
    permission: IncidentPermission,
  ): Promise<void> {
    const decision = await this.#decide(requester, permission);
    const isAuthorized = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(incidentResourceRef),
    );
    if (!isAuthorized(decision, record)) {
      throw notAllowed(permission.name);
    }
  }

  async #decide(
    requester: AuthenticatedRequester,
    permission: IncidentPermission,
  ): Promise<PolicyDecision> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials: requester.credentials },
    );
    return decision;
  }
}

function notAllowed(permission: string): NotAllowedError {
  return new NotAllowedError(
    `This needs the permission ${permission}; ask whoever runs Backstage for it`,
  );
}
