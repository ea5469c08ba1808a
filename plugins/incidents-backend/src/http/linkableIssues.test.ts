import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  Incident,
  LINEAR_TEAM_KEY_ANNOTATION,
} from '@backstage-incidents/incidents-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { testEntities } from '../__testUtils__/startIncidentsBackend';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const omar = as('omar.haddad');

const annotated: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'wallet',
    namespace: 'default',
    annotations: { [LINEAR_TEAM_KEY_ANNOTATION]: 'ENG' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'sre' },
};

describe.each(testDatabases.eachSupportedId())(
  'which issues may become a parent on %p',
  databaseId => {
    let bench: LinearBench;

    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        linear: {
          linkableTeams: ['OPS', 'gone'],
          routing: {
            entityTeamAnnotation: true,
            rules: [
              {
                name: 'worst',
                when: { severity: 'sev1' },
                use: { team: 'PAY' },
              },
            ],
            default: { team: 'INC' },
          },
        },
        catalog: catalogServiceMock.factory({
          entities: [...testEntities, annotated],
        }),
      });
      bench.simulator.store.createTeam({ key: 'OPS', name: 'Operations' });
    });
    afterAll(() => bench.close());

    const put = (ref: string, issue: string, by?: string) =>
      bench.call(
        'put',
        `/incidents/${ref}/parent-issue`,
        { issue, replace: true },
        { by },
      );
    const make = (team: string, parent?: string) =>
      bench.simulator.store.createIssue({
        title: 'Renew the certificate of the vault',
        team,
        parent,
      }).identifier;
    const parentOf = ({ parentIssue }: Incident) =>
      parentIssue.identifier ?? '';
    const answer = async (ref: string, issue: string, by?: string) => {
      const { status, body } = await put(ref, issue, by);
      return { status, error: body.error };
    };
    const notThere = (ref: string) => answer(ref, 'INC-9999');

    it('are those of the teams of routing and of linkableTeams', async () => {
      const { ref } = await bench.declare();
      for (const team of ['INC', 'PAY', 'OPS']) {
        expect((await put(ref, make(team))).status).toBe(200);
      }
    });

    it('are not those of other teams, in the same words as one that does not exist', async () => {
      const { ref } = await bench.declare();
      const issue = make('ENG');
      const refused = await answer(ref, issue);
      expect(refused).toEqual(await notThere(ref));
      expect(refused).toMatchObject({
        status: 400,
        error: {
          name: 'InputError',
          code: 'issueNotLinkable',
          params: { teams: ['INC', 'PAY', 'OPS', 'GONE'] },
        },
      });
      bench.simulator.store.trash(issue);
      expect(await answer(ref, issue)).toEqual(refused);
    });

    it('are those of the team that an affected entity names for this incident now', async () => {
      const { ref } = await bench.declare();
      const issue = make('ENG');
      expect((await put(ref, issue)).status).toBe(400);
      await bench.patch(ref, { affects: ['component:default/wallet'] });
      expect((await put(ref, issue)).status).toBe(200);
    });

    it('names linkable teams that Linear does not have among the faults of the configuration', async () => {
      const { body } = await bench.call('get', '/linear/status');
      expect(body.configFaults).toContainEqual(
        expect.objectContaining({
          key: 'incidents.linear.linkableTeams[1]',
          code: 'linearTeamNotFound',
        }),
      );
    });

    it('are not those that are or were parent or item of a private incident that one may not see', async () => {
      const secret = await bench.declare({ visibility: 'private' });
      const { ref } = await bench.declare();
      const current = parentOf(secret);
      const item = make('INC', current);
      const deeper = make('INC', item);
      const related = make('INC');
      bench.simulator.store.relate(current, related, 'related');
      await bench.sync(secret.ref);

      const refuses = async (issue: string) =>
        expect(await answer(ref, issue, omar)).toEqual(await notThere(ref));
      await refuses(current);
      await refuses(item);
      await refuses(deeper);
      await refuses(related);
      for (const issue of [current, item, deeper]) {
        expect((await put(ref, issue)).status).toBe(409);
      }

      await put(secret.ref, make('INC'));
      await bench.settled(secret.ref);
      await refuses(current);
      await refuses(item);
      await refuses(deeper);
      expect((await put(ref, item)).status).toBe(200);
      expect((await put(ref, current)).status).toBe(200);
    });
  },
);

describe('the permission to manage parent issues', () => {
  let bench: LinearBench;
  let denied: string[] = [];
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(() => ({ result: AuthorizeResult.ALLOW })),
    authorizeConditional: async requests =>
      requests.map(({ permission }) => ({
        result: denied.includes(permission.name)
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      })),
  });

  beforeAll(async () => {
    const [databaseId] = testDatabases.eachSupportedId()[0];
    bench = await startWithLinear(databaseId, {
      features: [permissions.factory],
    });
  });
  afterAll(() => bench.close());
  afterEach(() => {
    denied = [];
  });

  it('is what linking, creating and unlinking need, and updating the incident is not', async () => {
    const { ref } = await bench.declare();
    const call = async (method: 'put' | 'delete') =>
      (await bench.call(method, `/incidents/${ref}/parent-issue`)).status;
    denied = ['incidents.parent-issue.manage'];
    expect([await call('put'), await call('delete')]).toEqual([403, 403]);
    denied = ['incidents.incident.update'];
    expect([await call('put'), await call('delete')]).toEqual([200, 200]);
  });

  it('gives nobody the address of an issue whose incident they may not read', async () => {
    const { ref } = await bench.declare();
    const issue = bench.simulator.store.createIssue({
      title: 'Renew the certificate',
      team: 'INC',
    });
    denied = ['incidents.incident.read'];
    const linked = await bench.call('put', `/incidents/${ref}/parent-issue`, {
      issue: issue.identifier,
      replace: true,
    });
    expect(linked.status).toBe(200);
    expect(linked.body).toEqual({
      status: 'linked',
      id: issue.id,
      identifier: issue.identifier,
    });
    const unlinked = await bench.call(
      'delete',
      `/incidents/${ref}/parent-issue`,
    );
    expect(unlinked.status).toBe(200);
    expect(unlinked.body).toEqual({ status: 'missing' });
  });
});
