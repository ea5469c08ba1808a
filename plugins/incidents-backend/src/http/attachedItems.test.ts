import { mockServices } from '@backstage/backend-test-utils';
import { Incident } from '@backstage-incidents/incidents-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const parentOf = ({ parentIssue }: Incident) => parentIssue.identifier ?? '';

describe.each(testDatabases.eachSupportedId())(
  'attaching and detaching action items on %p',
  databaseId => {
    let bench: LinearBench;
    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        linear: { linkableTeams: ['PAY'] },
      });
    });
    afterAll(() => bench.close());
    afterEach(() => bench.simulator.faults.clear());

    const store = () => bench.simulator.store;
    const make = (team = 'PAY', parent?: string) =>
      store().createIssue({ title: 'Rotate the key', team, parent }).identifier;
    const attach = (ref: string, issue: string, by?: string) =>
      bench.call(
        'post',
        `/incidents/${ref}/action-items/attach`,
        { issue },
        { by },
      );
    const detach = (ref: string, identifier: string) =>
      bench.call('delete', `/incidents/${ref}/action-items/${identifier}`);
    const identifiers = async (ref: string) =>
      (await bench.items(ref)).items.map(
        ({ source, identifier }) => `${source} ${identifier}`,
      );
    const relations = (identifier: string) =>
      store().relationsOf(identifier).length;

    it('makes an issue a sub-issue of the parent, and no issue of it again', async () => {
      const incident = await bench.declare();
      const { ref } = incident;
      const issue = make();
      const attached = await attach(ref, issue.toLowerCase());
      expect(attached.status).toBe(200);
      expect(attached.body).toMatchObject({
        identifier: issue,
        title: 'Rotate the key',
        source: 'child',
      });
      expect(store().issue(issue).parentId).toBe(incident.parentIssue.id);
      expect(await identifiers(ref)).toEqual([`child ${issue}`]);

      const again = await attach(ref, store().issueUrl(store().issue(issue)));
      expect([again.status, again.body.id]).toEqual([200, attached.body.id]);

      const detached = await detach(ref, issue);
      expect([detached.status, detached.text]).toEqual([204, '']);
      expect(await identifiers(ref)).toEqual([]);
      expect(store().issue(issue).parentId).toBeUndefined();
      expect(store().issue(issue).trashed).toBeFalsy();
      await bench.sync(ref);
      expect(await identifiers(ref)).toEqual([]);
      expect((await detach(ref, issue)).status).toBe(404);
    });

    it('relates an issue that has a parent of its own, once, and removes that relation', async () => {
      const { ref } = await bench.declare();
      const issue = make('PAY', make());
      for (let time = 0; time < 2; time++) {
        const attached = await attach(ref, issue);
        expect(attached.status).toBe(200);
        expect(attached.body).toMatchObject({ source: 'related' });
      }
      expect(relations(issue)).toBe(1);
      expect(await identifiers(ref)).toEqual([`related ${issue}`]);
      await bench.sync(ref);
      expect(await identifiers(ref)).toEqual([`related ${issue}`]);

      expect((await detach(ref, issue)).status).toBe(204);
      expect(relations(issue)).toBe(0);
      expect(store().issue(issue).parentId).toBeDefined();
      await bench.sync(ref);
      expect(await identifiers(ref)).toEqual([]);
    });

    it('leaves an issue as it is that is an item by any relation, whatever its team', async () => {
      const incident = await bench.declare();
      const issue = make('ENG');
      store().relate(issue, parentOf(incident), 'blocks');
      await bench.sync(incident.ref);
      const attached = await attach(incident.ref, issue);
      expect(attached.status).toBe(200);
      expect(attached.body).toMatchObject({ source: 'blockedBy' });
      expect(store().issue(issue).parentId).toBeUndefined();
      expect((await detach(incident.ref, issue)).status).toBe(204);
      expect(relations(issue)).toBe(0);
    });

    it('settles a relation whose response was lost', async () => {
      const { ref } = await bench.declare();
      const issue = make('PAY', make());
      bench.simulator.faults.add({
        kind: 'resetAfter',
        match: 'CreateRelation',
        times: 3,
      });
      expect((await attach(ref, issue)).status).toBe(200);
      expect(relations(issue)).toBe(1);
    });

    it('takes only issues that may be linked, in the same words as for a parent', async () => {
      const secret = await bench.declare({ visibility: 'private' });
      const hidden = make('INC', parentOf(secret));
      const { ref } = await bench.declare();
      const by = as('omar.haddad');
      const words = async (issue: string) => {
        const { status, body } = await attach(ref, issue, by);
        return {
          status,
          message: body.error.message,
          code: body.error.code,
        };
      };
      const notThere = await words('PAY-9999');
      expect(notThere).toMatchObject({ status: 400, code: 'issueNotLinkable' });
      expect(await words(make('ENG'))).toEqual(notThere);
      expect(await words(hidden)).toEqual(notThere);
      expect(await words(parentOf(secret))).toEqual(notThere);
      expect((await attach(ref, 'nothing')).status).toBe(400);
    });

    it("refuses an incident's parent, and everything while there is no parent or no Linear", async () => {
      const one = await bench.declare();
      const two = await bench.declare();
      expect((await attach(one.ref, parentOf(two))).status).toBe(409);
      expect((await attach(one.ref, parentOf(one))).status).toBe(409);
      bench.simulator.faults.add({
        kind: 'status',
        status: 503,
        match: 'FindIssue',
        times: 3,
      });
      expect((await attach(one.ref, make())).status).toBe(503);
      bench.simulator.faults.clear();
      await bench.call('delete', `/incidents/${one.ref}/parent-issue`);
      expect((await attach(one.ref, make())).status).toBe(409);
    });
  },
);

describe('the permissions to attach and detach', () => {
  it('are those to create and to update action items', async () => {
    let denied = '';
    const [databaseId] = testDatabases.eachSupportedId()[0];
    const bench = await startWithLinear(databaseId, {
      features: [
        mockServices.permissions.mock({
          authorize: async requests =>
            requests.map(() => ({ result: AuthorizeResult.ALLOW })),
          authorizeConditional: async requests =>
            requests.map(({ permission }) => ({
              result:
                denied === permission.name
                  ? AuthorizeResult.DENY
                  : AuthorizeResult.ALLOW,
            })),
        }).factory,
      ],
    });
    const { ref, entityRef } = await bench.declare();
    const { identifier: issue } = bench.simulator.store.createIssue({
      title: 'Rotate the key',
      team: 'INC',
    });
    const path = `/incidents/${ref}/action-items`;
    const attach = () => bench.call('post', `${path}/attach`, { issue });
    const detach = () => bench.call('delete', `${path}/${issue}`);
    denied = 'incidents.action-item.create';
    expect((await attach()).status).toBe(403);
    denied = 'incidents.incident.read';
    expect((await attach()).body).toEqual({ ref, entityRef });
    denied = 'incidents.action-item.update';
    expect((await detach()).status).toBe(403);
    denied = '';
    expect((await detach()).status).toBe(204);
    await bench.close();
  });
});
