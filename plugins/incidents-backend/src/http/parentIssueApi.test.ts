import { Incident, reason } from '@backstage-incidents/incidents-common';
import { eventually } from '../__testUtils__/eventually';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

describe.each(testDatabases.eachSupportedId())(
  'the parent issue on %p',
  databaseId => {
    let bench: LinearBench;

    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        linear: {
          linkableTeams: ['ENG'],
          routing: {
            rules: [
              {
                name: 'worst',
                when: { severity: 'sev1' },
                use: { team: 'PAY' },
              },
            ],
            default: { team: 'INC' },
          },
          comments: {
            completed: 'All of {{title}} ({{ref}}) is done.',
            reopened: 'More to do for {{title}}.',
          },
        },
      });
    });
    afterAll(() => bench.close());
    afterEach(() => bench.simulator.faults.clear());

    const put = (ref: string, body: object = {}, options = {}) =>
      bench.call('put', `/incidents/${ref}/parent-issue`, body, options);
    const unlink = (ref: string) =>
      bench.call('delete', `/incidents/${ref}/parent-issue`);
    const parentOf = (incident: Incident) =>
      incident.parentIssue.identifier ?? '';
    const make = (title = 'Existing', parent?: string) =>
      bench.simulator.store.createIssue({ title, team: 'ENG', parent });
    const currentParents = async () =>
      bench
        .knex('parent_issues')
        .where({ is_current: true })
        .select('incident_number')
        .groupBy('incident_number')
        .havingRaw('count(*) > 1');

    describe('linking', () => {
      it.each([
        ['identifier', ({ identifier }: { identifier: string }) => identifier],
        [
          'URL',
          ({ identifier }: { identifier: string }) =>
            `https://linear.app/demo/issue/${identifier.toLowerCase()}/slug#x`,
        ],
      ])('links an existing issue by its %s', async (_, give) => {
        const incident = await bench.declare();
        await bench.settled(incident.ref);
        const issue = make();
        const child = make('Beneath', issue.identifier);
        expect((await put(incident.ref, { issue: give(issue) })).status).toBe(
          409,
        );
        const linked = await put(incident.ref, {
          issue: give(issue),
          replace: true,
        });
        expect(linked.status).toBe(200);
        expect(linked.body).toMatchObject({
          status: 'linked',
          identifier: issue.identifier,
        });
        await bench.settled(incident.ref);
        expect((await bench.items(incident.ref)).items).toMatchObject([
          { identifier: child.identifier },
        ]);
        expect(bench.simulator.store.issue(issue.identifier).title).toBe(
          'Existing',
        );
        expect(
          bench.simulator.store.attachmentsOf(issue.identifier),
        ).toHaveLength(1);
        expect(
          bench.simulator.store.attachmentsOf(parentOf(incident)),
        ).toHaveLength(0);
        expect((await put(incident.ref, { issue: give(issue) })).status).toBe(
          200,
        );
      });

      it('says what cannot be linked', async () => {
        const incident = await bench.declare();
        const other = await bench.declare();
        const trashed = make('Trashed');
        bench.simulator.store.trash(trashed.identifier);
        const item = make('Item', parentOf(other));
        const deeper = make('Deeper', item.identifier);
        const statusOf = async (issue: string) =>
          (await put(incident.ref, { issue, replace: true })).status;
        expect(await statusOf('ENG-9999')).toBe(400);
        expect(await statusOf('not an issue')).toBe(400);
        expect(await statusOf('https://example.com/x')).toBe(400);
        expect(await statusOf(trashed.identifier)).toBe(400);
        expect(await statusOf(parentOf(other))).toBe(409);
        expect(await statusOf(item.identifier)).toBe(409);
        expect(await statusOf(deeper.identifier)).toBe(409);
        expect((await bench.read(incident.ref)).parentIssue.identifier).toBe(
          parentOf(incident),
        );
      });

      it('responds with 503 and changes nothing when Linear cannot be reached', async () => {
        const incident = await bench.declare();
        await bench.settled(incident.ref);
        const issue = make();
        const unreachable = (match: string) =>
          bench.simulator.faults.add({
            kind: 'status',
            status: 503,
            match,
            times: 'untilCleared',
          });
        unreachable('FindIssue');
        const down = await put(incident.ref, {
          issue: issue.identifier,
          replace: true,
        });
        expect(down.status).toBe(503);
        expect(down.headers['retry-after']).toMatch(/^\d+$/);
        bench.simulator.faults.clear();
        // Between the two, so that the circuit does not open: that has tests of its own.
        expect((await bench.sync(incident.ref)).status).toBe(200);
        unreachable('DeleteAttachment');
        expect((await unlink(incident.ref)).status).toBe(503);
        bench.simulator.faults.clear();
        expect((await bench.read(incident.ref)).parentIssue.identifier).toBe(
          parentOf(incident),
        );
        await eventually(async () => {
          expect((await unlink(incident.ref)).status).toBe(200);
        });
      });

      it('gives an issue to one of two incidents that want it at once', async () => {
        const [one, two] = [await bench.declare(), await bench.declare()];
        const issue = make();
        const body = { issue: issue.identifier, replace: true };
        const answers = await Promise.all([
          put(one.ref, body),
          put(two.ref, body),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
        expect(await currentParents()).toEqual([]);
      });
    });

    describe('unlinking', () => {
      it('takes our backlink and the items away, recreates nothing, and can be undone', async () => {
        const incident = await bench.declare();
        const parent = parentOf(incident);
        make('Item', parent);
        await bench.sync(incident.ref);
        const unlinked = await unlink(incident.ref);
        expect(unlinked.status).toBe(200);
        expect(unlinked.body).toMatchObject({
          status: 'missing',
          reason: { code: 'parentIssueUnlinked' },
        });
        expect(bench.simulator.store.attachmentsOf(parent)).toHaveLength(0);
        expect((await bench.items(incident.ref)).progress.total).toBe(0);
        expect((await unlink(incident.ref)).status).toBe(409);
        expect(
          (
            await bench.call(
              'post',
              `/incidents/${incident.ref}/action-items`,
              {
                title: 'No',
              },
            )
          ).status,
        ).toBe(409);

        expect((await put(incident.ref, { issue: parent })).status).toBe(200);
        await bench.settled(incident.ref);
        expect(bench.simulator.store.attachmentsOf(parent)).toHaveLength(1);
        expect((await bench.items(incident.ref)).progress.total).toBe(1);
        const [{ count }] = await bench
          .knex('parent_issues')
          .where({ issue_id: incident.parentIssue.id })
          .count({ count: '*' });
        expect(Number(count)).toBe(1);
      });

      it('has a new one created on request', async () => {
        const incident = await bench.declare();
        await unlink(incident.ref);
        const again = await put(incident.ref);
        expect(again.status).toBe(200);
        expect(again.body.status).toBe('linked');
        expect(again.body.id).not.toBe(incident.parentIssue.id);
      });
    });

    describe('creating again', () => {
      it('replaces a missing one under a new UUID', async () => {
        const incident = await bench.declare();
        bench.simulator.store.trash(parentOf(incident));
        await bench.sync(incident.ref);
        const replaced = await put(incident.ref);
        expect(replaced.status).toBe(200);
        expect(replaced.body.status).toBe('linked');
        expect(replaced.body.id).not.toBe(incident.parentIssue.id);
        expect((await put(incident.ref)).body.id).toBe(replaced.body.id);
      });

      it('retries one that Linear refused, and says why it is refused again', async () => {
        bench.simulator.faults.add({
          kind: 'error',
          match: 'CreateIssue',
          message: 'Forbidden',
          type: 'forbidden',
          times: 2,
        });
        const incident = await bench.declare();
        await eventually(async () => {
          expect(
            await bench.knex('jobs').where({ state: 'escalated' }),
          ).toHaveLength(1);
        });
        const refused = await put(incident.ref);
        expect(refused.status).toBe(409);
        const linked = await put(incident.ref);
        expect(linked.status).toBe(200);
        expect(linked.body.status).toBe('linked');
      });

      it('keeps one current parent when an issue is linked while another is being created', async () => {
        bench.simulator.faults.add({
          kind: 'delay',
          match: 'CreateIssue',
          delayMs: 400,
        });
        const creations = () =>
          bench.simulator.requests.filter(
            ({ operationName }) => operationName === 'CreateIssue',
          ).length;
        const before = creations();
        const response = await bench.call('post', '/incidents', {
          title: 'Slow birth',
          severity: 'sev3',
        });
        const { ref } = response.body;
        await eventually(async () => {
          expect(creations()).toBe(before + 1);
        });
        const issue = make('The real one');
        await eventually(async () => {
          expect((await put(ref, { issue: issue.identifier })).status).toBe(
            200,
          );
        });
        const [{ issue_id: stray }] = await bench
          .knex('parent_issues')
          .where({ is_current: false, origin: 'created', observed: null })
          .whereNot({ issue_id: issue.id });
        await eventually(async () => {
          expect(bench.simulator.store.findIssue(stray)?.trashed).toBe(true);
        });
        expect((await bench.read(ref)).parentIssue.identifier).toBe(
          issue.identifier,
        );
        expect(await currentParents()).toEqual([]);
      });
    });

    describe('following', () => {
      it('shows nothing of an incident that turns private, and everything again when it is public', async () => {
        const incident = await bench.declare({
          title: 'Card numbers in logs',
          summary: 'Full numbers since noon',
        });
        const parent = parentOf(incident);
        const item = make('Open', parent);
        await bench.sync(incident.ref);
        bench.simulator.store.setState(item.identifier, 'Done');
        await bench.sync(incident.ref);
        await bench.settled(incident.ref);
        const sent = () =>
          JSON.stringify([
            bench.simulator.store.issue(parent),
            bench.simulator.store.attachmentsOf(parent),
            bench.simulator.store.commentsOf(parent),
          ]);
        expect(sent()).toContain('Card numbers');
        expect(bench.simulator.store.commentsOf(parent)).toMatchObject([
          { body: `All of Card numbers in logs (${incident.ref}) is done.` },
        ]);

        bench.simulator.faults.add({
          kind: 'status',
          status: 503,
          times: 'untilCleared',
        });
        await bench.patch(incident.ref, { visibility: 'private' });
        await eventually(async () => {
          expect(
            (await bench.read(incident.ref)).parentIssue.reason?.code,
          ).toBe('redactionPending');
        });
        bench.simulator.faults.clear();
        await eventually(async () => {
          await bench.hurry();
          await bench.call('post', `/incidents/${incident.ref}/sync`);
          expect(sent()).not.toMatch(/Card numbers|Full numbers/);
        });
        const { reason: why, url } = await bench.settled(incident.ref);
        expect(why?.code).not.toBe('redactionPending');
        expect(url).not.toMatch(/card-numbers/);

        await bench.patch(incident.ref, { visibility: 'public' });
        await bench.settled(incident.ref);
        expect(bench.simulator.store.issue(parent)).toMatchObject({
          title: `[${incident.ref}] Card numbers in logs`,
          description: expect.stringContaining('Full numbers since noon'),
        });
        expect(bench.simulator.store.commentsOf(parent)).toMatchObject([
          { body: `All of Card numbers in logs (${incident.ref}) is done.` },
        ]);
      });

      it('leaves one comment on automatic moves, edited when the parent flaps', async () => {
        const incident = await bench.declare({ title: 'Flapping' });
        const parent = parentOf(incident);
        const item = make('Item', parent);
        for (const state of ['Done', 'Todo', 'Done', 'Todo']) {
          bench.simulator.store.setState(item.identifier, state);
          await bench.sync(incident.ref);
          await bench.settled(incident.ref);
        }
        expect(bench.simulator.store.commentsOf(parent)).toMatchObject([
          { body: 'More to do for Flapping.' },
        ]);
      });

      it('writes the comment once even if the response is lost', async () => {
        const incident = await bench.declare();
        const parent = parentOf(incident);
        const item = make('Item', parent);
        await bench.sync(incident.ref);
        bench.simulator.faults.add({
          kind: 'resetAfter',
          match: 'CreateComment',
          times: 2,
        });
        bench.simulator.store.setState(item.identifier, 'Done');
        await bench.sync(incident.ref);
        await eventually(async () => {
          await bench.hurry();
          expect(bench.simulator.store.commentsOf(parent)).toHaveLength(1);
        });
        await bench.settled(incident.ref);
        expect(bench.simulator.store.commentsOf(parent)).toHaveLength(1);
      });

      it('follows lead and severity until a person decides otherwise', async () => {
        const incident = await bench.declare({
          lead: 'user:default/sam.weber',
        });
        const parent = parentOf(incident);
        const assignee = () => bench.simulator.store.issue(parent).assigneeId;
        const idOf = (email: string) => bench.simulator.store.user(email).id;
        expect(assignee()).toBe(idOf('sam.weber@example.com'));
        await bench.patch(incident.ref, { lead: null, severity: 'sev4' });
        await bench.settled(incident.ref);
        expect(assignee()).toBeUndefined();
        expect(bench.simulator.store.issue(parent).priority).toBe(4);

        bench.simulator.store.updateIssue(parent, {
          assignee: 'mei.tanaka@example.com',
          priority: 2,
          title: 'Renamed in Linear',
        });
        await bench.sync(incident.ref);
        await bench.patch(incident.ref, {
          lead: 'user:default/priya.nair',
          severity: 'sev3',
        });
        await bench.settled(incident.ref);
        expect(bench.simulator.store.issue(parent)).toMatchObject({
          assigneeId: idOf('mei.tanaka@example.com'),
          priority: 2,
          title: 'Renamed in Linear',
        });
        await bench.patch(incident.ref, { title: 'Renamed in Backstage' });
        await bench.settled(incident.ref);
        expect(bench.simulator.store.issue(parent).title).toBe(
          `[${incident.ref}] Renamed in Backstage`,
        );
      });

      it('leaves nothing of a private incident in a parent that was unlinked before it was redacted', async () => {
        const incident = await bench.declare({ title: 'Card numbers' });
        await bench.settled(incident.ref);
        bench.simulator.faults.add({
          kind: 'resetBefore',
          match: 'UpdateIssue',
          times: 3,
        });
        await bench.patch(incident.ref, { visibility: 'private' });
        const issue = make('Another');
        await eventually(async () => {
          expect(
            (
              await put(incident.ref, {
                issue: issue.identifier,
                replace: true,
              })
            ).status,
          ).toBe(200);
        });
        await eventually(async () => {
          await bench.hurry();
          expect(bench.simulator.store.issue(parentOf(incident)).title).toMatch(
            /Private incident$/,
          );
          expect(bench.simulator.store.issue(issue.identifier).title).toBe(
            'Another',
          );
        });
      });

      it('makes one request when something is to be written, and none otherwise', async () => {
        const incident = await bench.declare();
        await bench.settled(incident.ref);
        const requestsOf = async (change: () => Promise<unknown>) => {
          const before = bench.simulator.requests.length;
          await change();
          await bench.settled(incident.ref);
          return bench.simulator.requests
            .slice(before)
            .map(({ operationName }) => operationName);
        };
        expect(
          await requestsOf(() =>
            bench.patch(incident.ref, { title: 'New', severity: 'sev3' }),
          ),
        ).toEqual(['UpdateIssue']);
        expect(
          await requestsOf(() =>
            bench.patch(incident.ref, { summary: 'Nothing for Linear' }),
          ),
        ).toEqual([]);
      });

      it('says when the rules name another team now, until the issue is there, and moves nothing', async () => {
        const incident = await bench.declare({ severity: 'sev3' });
        await bench.patch(incident.ref, { severity: 'sev1' });
        const { reason: why, identifier } = await bench.settled(incident.ref);
        expect(why).toMatchObject({
          code: 'routeNamesOtherTeam',
          params: { rule: 'worst', team: 'PAY', currentTeam: 'INC' },
        });
        expect(identifier).toBe(parentOf(incident));
        await bench.patch(incident.ref, { severity: 'sev2' });
        expect((await bench.settled(incident.ref)).reason).toBeUndefined();

        await bench.patch(incident.ref, { severity: 'sev1' });
        bench.simulator.store.moveToTeam(parentOf(incident), 'PAY');
        await bench.sync(incident.ref);
        const moved = await bench.settled(incident.ref);
        expect(moved.identifier).toMatch(/^PAY-/);
        expect(moved.reason).toBeUndefined();
      });
    });

    describe('routing preview', () => {
      const preview = (body: object) =>
        bench.call('post', '/routing/preview', body);

      it('decides as a declaration would, with the reasons', async () => {
        const decided = await preview({ severity: 'sev3' });
        expect(decided.status).toBe(200);
        expect(decided.body).toEqual({
          team: 'INC',
          labels: [],
          rule: 'default',
          reason: reason('noRuleMatched'),
          passedOver: [
            {
              rule: 'worst',
              because: reason('ruleNotMatched', {
                conditions: ['severity: sev1'],
              }),
            },
          ],
        });
        expect((await preview({ severity: 'sev1' })).body.team).toBe('PAY');
        expect((await preview({})).status).toBe(400);
      });
    });

    it('rejects changes to the parent of an incident by people without access to it', async () => {
      const incident = await bench.declare({ visibility: 'private' });
      const by = as('omar.haddad');
      expect((await put(incident.ref, {}, { by })).status).toBe(404);
    });
  },
);
