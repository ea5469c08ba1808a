import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  incidentsPermissions,
  RESOURCE_TYPE_INCIDENT,
} from '@backstage-incidents/incidents-common';
import request from 'supertest';
import { documentedTable } from '../__testUtils__/documentedTable';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';
import { actions } from './registerActions';

jest.setTimeout(120_000);

const titles = { public: 'Slow checkout', private: 'Salaries leaked' };

const serviceHeader = (subject: string) =>
  mockCredentials.service.header({
    onBehalfOf: mockCredentials.service(subject),
    targetPluginId: 'incidents',
  });

/** Who calls, by what they are to the incident. */
const principals = {
  nobody: mockCredentials.none.header(),
  guest: mockCredentials.user.header('user:development/guest'),
  stranger: as('priya.nair'),
  lead: as('ada.olsen'),
  reader: as('sam.weber'),
  service: serviceHeader('automation'),
  restrictedService: serviceHeader('restricted'),
  onBehalfOfLead: mockCredentials.service.header({
    onBehalfOf: mockCredentials.user('user:default/ada.olsen'),
    targetPluginId: 'incidents',
  }),
};
type Principal = keyof typeof principals;
const everyone = Object.keys(principals) as Principal[];

/** What the restricted service may do at all. */
const RESTRICTED_TO = ['incidents.incident.create'];

type Policy = 'allow all' | 'deny all' | 'only who leads';

/** Decides as the permission framework would. */
function decide(
  policy: Policy,
  resourceType: string | undefined,
  userRef: string | undefined,
): PolicyDecision {
  switch (policy) {
    case 'allow all':
      return { result: AuthorizeResult.ALLOW };
    case 'deny all':
      return { result: AuthorizeResult.DENY };
    case 'only who leads':
      return resourceType === RESOURCE_TYPE_INCIDENT
        ? {
            result: AuthorizeResult.CONDITIONAL,
            pluginId: 'incidents',
            resourceType,
            conditions: {
              resourceType,
              rule: 'IS_LEAD',
              params: { userRefs: userRef ? [userRef] : [] },
            },
          }
        : { result: AuthorizeResult.ALLOW };
    default:
      throw new Error(`Unknown policy ${policy satisfies never}`);
  }
}

/** A request for each operation that needs more than a path. */
const bodies: Record<string, object> = {
  'POST /incidents': { title: 'Declared by the test', severity: 'sev5' },
  'PATCH /incidents/{ref}': { expectedVersion: 1, labels: ['seen'] },
  'PUT /incidents/{ref}/parent-issue': {},
  'POST /routing/preview': { severity: 'sev1' },
  'POST /incidents/{ref}/action-items': { title: 'Written by the test' },
  'POST /incidents/{ref}/action-items/attach': { issue: 'PAY-1' },
  'PATCH /incidents/{ref}/action-items/{identifier}': { priority: 'low' },
  'POST /incidents/{ref}/action-items/{identifier}/transition': { to: 'Todo' },
  'POST /incidents/{ref}/parent-issue/transition': { to: 'Todo' },
  'POST /incidents/{ref}/parent-issue/move': { team: 'PAY' },
  'POST /incidents/{ref}/notes': { text: 'Seen' },
};

interface Operation {
  name: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  permission: string | null;
  onIncident: boolean;
}

/** `ok`: neither identity, nor privacy, nor a policy stands in the way. */
type Outcome = 'unauthenticated' | 'forbidden' | 'absent' | 'redacted' | 'ok';

type Visibility = 'public' | 'private';

/** Whom privacy shows the private incident. */
const insiders: Principal[] = ['lead', 'reader', 'onBehalfOfLead'];

/** Permissions that concern no incident. */
const basic = [
  'incidents.incident.create',
  'incidents.operations.read',
  'incidents.operations.use',
];

function isAllowed(
  policy: Policy,
  principal: Principal,
  permission: string,
): boolean {
  if (principal === 'restrictedService') {
    return RESTRICTED_TO.includes(permission) && policy !== 'deny all';
  }
  if (policy === 'only who leads' && !basic.includes(permission)) {
    return principal === 'lead' || principal === 'onBehalfOfLead';
  }
  return policy !== 'deny all';
}

/** What docs/permissions.md promises, said once more without the code. */
function expected(
  { name, permission, onIncident }: Operation,
  principal: Principal,
  policy: Policy,
  visibility: Visibility,
): Outcome {
  if (principal === 'nobody') return 'unauthenticated';
  if (permission === null) return 'ok';
  const allowed = isAllowed(policy, principal, permission) ? 'ok' : 'forbidden';
  if (!onIncident) {
    // Lists are filtered instead.
    return basic.includes(permission) ? allowed : 'ok';
  }
  if (visibility === 'private' && !insiders.includes(principal)) {
    const isService =
      principal === 'service' || principal === 'restrictedService';
    if (!isService || name !== 'GET /incidents/{ref}') return 'absent';
    return allowed === 'ok' ? 'redacted' : 'forbidden';
  }
  return allowed;
}

describe('who may do what', () => {
  let bench: LinearBench;
  let operations: Operation[];
  let policy: Policy = 'allow all';
  const refs = { public: '', private: '' };

  beforeAll(async () => {
    const decideFor = (
      { name, resourceType }: { name: string; resourceType?: string },
      { credentials }: { credentials: BackstageCredentials },
    ): PolicyDecision => {
      const { subject, userEntityRef } = Object(credentials.principal);
      // Access restrictions are the framework's; it denies before any policy.
      return subject === 'restricted' && !RESTRICTED_TO.includes(name)
        ? { result: AuthorizeResult.DENY }
        : decide(policy, resourceType, userEntityRef);
    };
    const permissions = mockServices.permissions.mock({
      authorize: async (requests, options) =>
        requests.map(({ permission }) => ({
          result:
            decideFor(Object(permission), Object(options)).result ===
            AuthorizeResult.ALLOW
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        })),
      authorizeConditional: async (requests, options) =>
        requests.map(({ permission }) =>
          decideFor(Object(permission), Object(options)),
        ),
    });
    const [[databaseId]] = testDatabases.eachSupportedId();
    bench = await startWithLinear(databaseId, {
      incidents: { privacy: { readers: ['user:default/sam.weber'] } },
      features: [permissions.factory],
    });
    const { body } = await bench.call('get', '/openapi.json');
    operations = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, described]) =>
        described.security
          ? []
          : [
              {
                name: `${method.toUpperCase()} ${path}`,
                method: method as Operation['method'],
                path,
                permission: described['x-permission'],
                onIncident: path.includes('{ref}'),
              },
            ],
      ),
    );
    for (const visibility of ['public', 'private'] as const) {
      const { ref } = await bench.declare({
        title: titles[visibility],
        visibility,
        lead: 'user:default/ada.olsen',
      });
      refs[visibility] = ref;
    }
  });
  afterAll(() => bench.close());

  async function send(
    operation: Operation,
    principal: Principal,
    ref: string,
  ): Promise<request.Response> {
    const path = operation.path
      .replace('{ref}', ref)
      .replace('{identifier}', 'PAY-99999')
      .replace('{id}', '12345');
    const body = bodies[operation.name];
    const pending = request(bench.server)
      [operation.method](`/api/incidents${path}`)
      .set('authorization', principals[principal]);
    return body ? pending.send(body) : pending;
  }

  async function outcomeOf(
    operation: Operation,
    principal: Principal,
    ref: string,
    { status, body }: request.Response,
  ): Promise<Outcome | 'error'> {
    switch (status) {
      case 401:
        return 'unauthenticated';
      case 403:
        return 'forbidden';
      case 404: {
        if (!operation.onIncident) return 'ok';
        // Absent means: word for word as an incident that never was.
        const { body: absent } = await send(operation, principal, 'INC-99999');
        return body.error.message ===
          absent.error.message?.replace('INC-99999', ref)
          ? 'absent'
          : 'ok';
      }
      case 500:
        return 'error';
      default:
        return body.title === 'Private incident' ? 'redacted' : 'ok';
    }
  }

  /** Titles in a response whose reader may not read their incident. */
  function leaked(principal: Principal, text: string) {
    return (['public', 'private'] as const).filter(shown => {
      const mayRead =
        principal !== 'nobody' &&
        isAllowed(policy, principal, 'incidents.incident.read') &&
        (shown === 'public' || insiders.includes(principal));
      return !mayRead && text.includes(titles[shown]);
    });
  }

  it.each(['allow all', 'deny all', 'only who leads'] as const)(
    'is for every operation and principal what is documented, without a word of what they may not read, where the policy is to %s',
    async tried => {
      policy = tried;
      const found: Record<string, unknown> = {};
      const wanted: Record<string, unknown> = {};
      for (const operation of operations) {
        const tries: Visibility[] = operation.onIncident
          ? ['public', 'private']
          : ['public'];
        for (const visibility of tries) {
          const ref = refs[visibility];
          for (const principal of everyone) {
            const key = `${operation.name} on a ${visibility} incident by ${principal}`;
            const response = await send(operation, principal, ref);
            found[key] = [
              await outcomeOf(operation, principal, ref, response),
              ...leaked(principal, response.text),
            ];
            wanted[key] = [expected(operation, principal, policy, visibility)];
          }
        }
      }
      expect(found).toEqual(wanted);
    },
  );

  it('is what docs/permissions.md says of each operation', async () => {
    const operationOf = (name: string) => name.replace(/\{(\w+)\}/g, ':$1');
    const { documented, generated } = await documentedTable('permissions.md', [
      ['operation', 'permission', 'action of agents'],
      ...operations
        .filter(({ permission }) => permission !== null)
        .map(({ name, permission }) => {
          const action = actions.find(
            ({ operation }) => operation === operationOf(name),
          );
          return [
            `\`${operationOf(name)}\``,
            `\`${permission}\``,
            action ? `\`${action.name}\`` : '',
          ];
        })
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ]);
    expect(documented).toBe(generated);
  });

  it("is offered to the permission framework's pages, with every permission and rule", async () => {
    const { body } = await request(bench.server).get(
      '/api/incidents/.well-known/backstage/permissions/metadata',
    );
    const names = (list: { name: string }[]) => list.map(({ name }) => name);
    expect(names(body.permissions).sort()).toEqual(
      names(incidentsPermissions).sort(),
    );
    expect(names(body.rules)).toContain('IS_LEAD');
  });

  it('is tried with a request of its own for every operation that writes', () => {
    expect(
      operations
        .filter(({ method, name }) => method !== 'get' && !(name in bodies))
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'DELETE /incidents/{ref}/action-items/{identifier}',
      'DELETE /incidents/{ref}/notes/{id}',
      'DELETE /incidents/{ref}/parent-issue',
      'POST /incidents/{ref}/sync',
      'POST /linear/sync',
      'POST /linear/work/{id}/retry',
    ]);
  });
});
