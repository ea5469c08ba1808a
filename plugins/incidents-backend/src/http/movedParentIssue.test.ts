import { mockServices } from '@backstage/backend-test-utils';
import { Incident } from '@backstage-incidents/incidents-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const parentOf = ({ parentIssue }: Incident) => parentIssue.identifier ?? '';

describe.each(testDatabases.eachSupportedId())(
  'moving the parent issue on %p',
  databaseId => {
    let bench: LinearBench;
    let denied = '';
    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
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
        linear: {
          linkableTeams: ['ENG', 'GONE'],
          routing: {
            rules: [
              {
                name: 'worst',
                when: { severity: 'sev1' },
                use: { team: 'PAY' },
              },
            ],
            default: { team: 'INC', labels: ['incident'] },
          },
        },
      });
    });
    afterAll(() => bench.close());
    afterEach(() => {
      denied = '';
      bench.simulator.faults.clear();
    });

    const store = () => bench.simulator.store;
    const transition = (ref: string, body: object) =>
      bench.call('post', `/incidents/${ref}/parent-issue/transition`, body);
    const move = (ref: string, body: object = {}) =>
      bench.call('post', `/incidents/${ref}/parent-issue/move`, body);
    const stateOf = (identifier: string) =>
      store().tables.stateOf(store().issue(identifier)).name;

    describe('to another state', () => {
      it('is done by name, as for an action item, and stays as a decision of a person', async () => {
        const incident = await bench.declare();
        const { ref } = incident;
        store().createIssue({
          team: 'INC',
          title: 'Open',
          parent: parentOf(incident),
        });
        await bench.sync(ref);
        await bench.settled(ref);
        const moved = await transition(ref, { to: 'done' });
        expect(moved.status).toBe(200);
        expect(moved.body).toMatchObject({ outcome: 'moved', to: 'Done' });
        expect((await bench.settled(ref)).state?.name).toBe('Done');
        expect((await bench.read(ref)).parentIssue.reason?.code).toBe(
          'personCompleted',
        );
        expect(
          (await transition(ref, { to: 'Done', expectedFrom: 'Todo' })).body,
        ).toEqual({ outcome: 'alreadyThere', from: 'Done', to: 'Done' });
        await bench.sync(ref);
        await bench.settled(ref);
        expect(stateOf(parentOf(incident))).toBe('Done');
      });

      it('writes nothing if the issue is in another state than expected, or the team has no such state', async () => {
        const incident = await bench.declare();
        const { ref } = incident;
        await bench.settled(ref);
        const before = stateOf(parentOf(incident));
        const aborted = await transition(ref, {
          to: 'Done',
          expectedFrom: 'In Progress',
        });
        expect(aborted.status).toBe(409);
        expect(aborted.body.error).toMatchObject({
          outcome: 'aborted',
          actual: before,
        });
        const unknown = await transition(ref, { to: 'Nowhere' });
        expect(unknown.status).toBe(400);
        expect(unknown.body.error.message).toContain('Done');
        expect(stateOf(parentOf(incident))).toBe(before);
      });
    });

    describe('to another team', () => {
      it('keeps the issue under a new identifier, in the team that routing names now', async () => {
        const incident = await bench.declare({ severity: 'sev3' });
        const { ref } = incident;
        await bench.patch(ref, { severity: 'sev1' });
        expect((await bench.settled(ref)).reason?.code).toBe(
          'routeNamesOtherTeam',
        );
        const moved = await move(ref);
        expect(moved.status).toBe(200);
        expect(moved.body).toMatchObject({
          status: 'linked',
          id: incident.parentIssue.id,
          identifier: expect.stringMatching(/^PAY-/),
          team: { key: 'PAY' },
        });
        const settled = await bench.settled(ref);
        expect(settled.reason).toBeUndefined();
        const again = await move(ref);
        expect([again.status, again.body.identifier]).toEqual([
          200,
          moved.body.identifier,
        ]);
        expect(
          store()
            .issue(moved.body.identifier)
            .labelIds.map(id => store().tables.labels.get(id)?.name),
        ).toEqual(['incident']);
      });

      it('goes to linkable teams only, whatever else Linear has', async () => {
        const incident = await bench.declare({ severity: 'sev3' });
        const { ref } = incident;
        store().createTeam({ key: `X${ref.slice(4)}`, name: 'Another' });
        for (const team of [`X${ref.slice(4)}`, 'GONE', 'NONE']) {
          const refused = await move(ref, { team });
          expect(refused.status).toBe(400);
          expect(refused.body.error).toMatchObject({
            code: 'teamNotLinkable',
            params: { team, teams: ['INC', 'PAY', 'ENG', 'GONE'] },
          });
        }
        expect((await move(ref, { team: 'eng' })).body.identifier).toMatch(
          /^ENG-/,
        );
      });
    });

    it('needs the permission to manage parent issues, a linked parent, and Linear', async () => {
      const { ref } = await bench.declare();
      const both = async () => [
        (await transition(ref, { to: 'Done' })).status,
        (await move(ref, { team: 'ENG' })).status,
      ];
      denied = 'incidents.parent-issue.manage';
      expect(await both()).toEqual([403, 403]);
      denied = 'incidents.incident.read';
      expect((await move(ref, { team: 'ENG' })).body).toEqual({
        status: 'linked',
        id: expect.any(String),
        identifier: expect.stringMatching(/^ENG-/),
      });
      denied = '';
      bench.simulator.faults.add({
        kind: 'status',
        status: 503,
        match: 'FindIssue|UpdateIssue',
        times: 'untilCleared',
      });
      expect((await transition(ref, { to: 'Done' })).status).toBe(503);
      bench.simulator.faults.clear();
      await bench.call('delete', `/incidents/${ref}/parent-issue`);
      expect(await both()).toEqual([409, 409]);
    });
  },
);
