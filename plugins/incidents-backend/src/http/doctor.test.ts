import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  DoctorReport,
  doctorReportSchema,
} from '@backstage-incidents/incidents-common';
import { JsonObject } from '@backstage/types';
import { Router } from 'express';
import { testEntities } from '../__testUtils__/startIncidentsBackend';
import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const allDatabases = testDatabases.eachSupportedId();
const [[oneDatabase]] = allDatabases;
const doctorClient = { clientId: 'demo-client', clientSecret: 'demo-secret' };

/** The catalog, with or without our module. */
function catalogThat(options: { knowsIncidents: boolean }) {
  return createServiceFactory({
    service: catalogServiceRef,
    deps: {},
    factory: () =>
      Object.assign(catalogServiceMock({ entities: testEntities }), {
        validateEntity: async ({ kind }: { kind: string }) =>
          options.knowsIncidents && kind === 'Incident'
            ? { valid: true as const }
            : {
                valid: false as const,
                errors: [{ name: 'InputError', message: 'foreign kind' }],
              },
      }),
  });
}

/** The scaffolder, which lists these actions. */
const scaffolderWith = (actions: string[]) =>
  createBackendPlugin({
    pluginId: 'scaffolder',
    register(env) {
      env.registerInit({
        deps: { router: coreServices.httpRouter },
        async init({ router }) {
          const routes = Router();
          routes.get('/v2/actions', (_, response) => {
            response.json(actions.map(id => ({ id })));
          });
          router.use(routes);
        },
      });
    },
  });

describe('the doctor', () => {
  let bench: SyncBench | undefined;

  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  /** A set-up without faults, with what the test breaks. */
  async function start(
    broken: {
      database?: TestDatabaseId;
      linear?: JsonObject;
      incidents?: JsonObject;
      linearNow?: () => Date;
      knowsIncidents?: boolean;
      scaffolderActions?: string[];
    } = {},
  ): Promise<SyncBench> {
    bench = await SyncBench.start(broken.database ?? oneDatabase, {
      linearNow: broken.linearNow,
      incidents: { operators: ['group:default/sre'], ...broken.incidents },
      linear: {
        auth: { oauth: doctorClient },
        webhookSecrets: ['a secret of the webhook'],
        states: { default: { open: 'In Progress' } },
        ...broken.linear,
      },
      backend: {
        catalog: catalogThat({ knowsIncidents: broken.knowsIncidents ?? true }),
        config: { permission: { enabled: true } },
        features: [
          mockServices.permissions.mock({
            authorize: async requests =>
              requests.map(() => ({ result: AuthorizeResult.ALLOW })),
          }).factory,
          scaffolderWith(
            broken.scaffolderActions ?? [
              'incidents:incident:create',
              'incidents:actionItem:create',
            ],
          ),
        ],
      },
    });
    return bench;
  }

  async function examine(of: SyncBench): Promise<DoctorReport['checks']> {
    const response = await of.call('get', '/doctor');
    expect(response.status).toBe(200);
    return doctorReportSchema.parse(response.body).checks;
  }

  const notPassed = async (of: SyncBench) =>
    (await examine(of)).filter(({ status }) => status !== 'pass');

  describe.each(allDatabases)('on %p', database => {
    it('passes every check of a healthy set-up', async () => {
      const checks = await examine(await start({ database }));
      expect(checks.filter(({ status }) => status !== 'pass')).toEqual([]);
      expect(checks.map(({ check }) => check)).toEqual([
        'config',
        'credentials',
        'scopes',
        'teams',
        'states',
        'labels',
        'webhook',
        'database',
        'clock',
        'jobs',
        'permissions',
        'catalog',
        'scaffolder',
        'frontend',
      ]);
      expect(checks.find(({ check }) => check === 'teams')).toEqual({
        check: 'teams',
        status: 'pass',
        code: 'configuredNamesFound',
        message: 'Found in Linear: INC',
        params: { names: ['INC'] },
      });
    });

    it('names a pending migration', async () => {
      const of = await start({ database });
      const last = await of.knex('knex_migrations').max({ id: 'id' }).first();
      const [{ name }] = await of
        .knex('knex_migrations')
        .where(last ?? {})
        .select('name');
      await of.knex('knex_migrations').where({ name }).delete();
      expect(await notPassed(of)).toEqual([
        {
          check: 'database',
          status: 'fail',
          code: 'migrationsPending',
          message: `The database lacks the migrations ${name}`,
          params: { migrations: [name] },
          fix: expect.stringContaining('Restart the backend'),
        },
      ]);
    });
  });

  it('names rejected credentials, and what could not be checked because of them', async () => {
    const of = await start({ linear: { auth: { apiKey: 'lin_api_wrong' } } });
    const [first, ...others] = await notPassed(of);
    expect(first).toMatchObject({
      check: 'credentials',
      status: 'fail',
      code: 'linearUnauthorized',
      fix: expect.stringContaining('Renew incidents.linear.auth'),
    });
    expect(others).toEqual(
      ['scopes', 'teams', 'states', 'labels', 'webhook'].map(check =>
        expect.objectContaining({
          check,
          status: 'warn',
          code: 'checkNotPossible',
          params: { cause: 'linearUnauthorized' },
        }),
      ),
    );
  });

  it('names a scope that is missing', async () => {
    const of = await start({
      linear: { auth: { oauth: { ...doctorClient, scopes: ['read'] } } },
    });
    expect(await notPassed(of)).toEqual([
      expect.objectContaining({
        check: 'scopes',
        status: 'fail',
        code: 'linearScopesMissing',
        params: { missing: ['write'], granted: ['read'] },
        fix: expect.stringContaining('incidents.linear.auth.oauth.scopes'),
      }),
    ]);
  });

  it('names a team, a state and a label that Linear does not have, each with its key', async () => {
    const of = await start({
      linear: {
        states: { default: { open: 'Nowhere' } },
        routing: {
          rules: [
            { name: 'gone', when: { severity: 'sev1' }, use: { team: 'GONE' } },
          ],
          default: { team: 'INC', labels: ['no such label'] },
        },
      },
    });
    expect(await notPassed(of)).toEqual([
      expect.objectContaining({
        check: 'teams',
        status: 'fail',
        code: 'linearTeamNotFound',
        params: { team: 'GONE' },
        fix: 'Correct incidents.linear.routing.rules[0].use.team, or create in Linear what it names',
      }),
      expect.objectContaining({
        check: 'states',
        status: 'fail',
        code: 'linearStateNotFound',
      }),
      expect.objectContaining({
        check: 'labels',
        status: 'fail',
        code: 'linearLabelNotFound',
      }),
    ]);
  });

  it('names a Linear that cannot be reached', async () => {
    const of = await start({
      linear: {
        apiUrl: 'http://127.0.0.1:9/graphql',
        auth: { apiKey: 'lin_api_demo' },
      },
    });
    expect((await notPassed(of))[0]).toMatchObject({
      check: 'credentials',
      status: 'fail',
      code: 'linearUnavailable',
      fix: expect.stringContaining('Check incidents.linear.apiUrl'),
    });
  });

  it('names the clock that differs, and by how much', async () => {
    const of = await start({
      linearNow: () => new Date(Date.now() - 600_000),
    });
    const [clock, ...others] = await notPassed(of);
    expect(others).toEqual([]);
    expect(clock).toMatchObject({
      check: 'clock',
      status: 'fail',
      code: 'clockDiffers',
      params: { than: 'Linear' },
      fix: expect.stringContaining('NTP'),
    });
    expect(Math.round(Number(clock.params?.seconds) / 60)).toBe(10);
  });

  it('names the modules that the backend lacks', async () => {
    const of = await start({ knowsIncidents: false, scaffolderActions: [] });
    expect(await notPassed(of)).toEqual([
      expect.objectContaining({
        check: 'catalog',
        status: 'fail',
        code: 'incidentKindUnknown',
        fix: 'Add @backstage-incidents/catalog-backend-module-incidents to the backend',
      }),
      expect.objectContaining({
        check: 'scaffolder',
        status: 'warn',
        code: 'scaffolderActionsMissing',
        fix: expect.stringContaining(
          '@backstage-incidents/scaffolder-backend-module-incidents',
        ),
      }),
    ]);
  });

  it('names that nobody is an operator', async () => {
    const of = await start({ incidents: { operators: [] } });
    expect(await notPassed(of)).toEqual([
      expect.objectContaining({
        check: 'config',
        status: 'warn',
        code: 'operatorsMissing',
        fix: expect.stringContaining('incidents.operators'),
      }),
    ]);
  });
});
