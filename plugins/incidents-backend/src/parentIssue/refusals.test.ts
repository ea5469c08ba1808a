import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import { SyncBench } from '../__testUtils__/SyncBench';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(120_000);

describe.each(testDatabases.eachSupportedId())(
  'a write to the parent issue that Linear refuses, on %p',
  database => {
    let bench: SyncBench;

    beforeEach(async () => {
      bench = await SyncBench.start(database, {
        incidents: { privacy: { showInLinear: ['labels'] } },
        linear: { routing: { default: { team: 'INC', labels: ['incident'] } } },
      });
    });

    afterEach(async () => {
      await bench.close();
    });

    const store = () => bench.simulator.store;
    const escalated = () => bench.knex('jobs').where({ state: 'escalated' });

    async function change(ref: string, body: object): Promise<void> {
      const { body: incident } = await bench.call('get', `/incidents/${ref}`);
      const answer = await request(bench.replica.server)
        .patch(`/api/incidents/incidents/${ref}`)
        .set(
          'authorization',
          mockCredentials.user.header('user:default/ada.olsen'),
        )
        .send({ expectedVersion: incident.version, ...body });
      expect(answer.status).toBe(200);
      await bench.drain();
    }

    it('uses the states of the team that the issue is in now', async () => {
      const { ref, parent } = await bench.declare();
      store().moveToTeam(parent, 'PAY');
      await change(ref, { status: 'canceled' });
      const issue = store().issue(parent);
      expect(issue.identifier).toMatch(/^PAY-/);
      expect(store().tables.stateOf(issue).type).toBe('canceled');
      expect(await escalated()).toEqual([]);
    });

    it('holds no other field back, least of all a redaction', async () => {
      const { ref, parent } = await bench.declare({ summary: 'Card numbers' });
      const label = store().label('incident');
      expect(store().issue(parent).labelIds).toEqual([label.id]);
      store().updateIssue(parent, { labels: [] });
      store().tables.labels.delete(label.id);
      await bench.delta();
      await bench.drain();
      await change(ref, { visibility: 'private', severity: 'sev1' });
      const issue = store().issue(parent);
      expect([issue.title, issue.description, issue.priority]).toEqual([
        `[${ref}] Private incident`,
        undefined,
        0,
      ]);
      // The label is what a person has to fix.
      expect(await escalated()).toMatchObject([{ kind: 'reconcileParent' }]);
    });

    it('does not keep an incident without a parent because of its lead', async () => {
      const lead = 'user:default/ada.olsen';
      const first = await bench.declare({ lead });
      const { assigneeId } = store().issue(first.parent);
      expect(assigneeId).toBeDefined();
      // Known to us for a while yet, and no longer to be assigned.
      store().updateUser(
        store().tables.users.get(`${assigneeId}`)?.email ?? '',
        {
          active: false,
        },
      );
      const { ref, parent } = await bench.declare({ lead });
      expect(store().issue(parent).assigneeId).toBeUndefined();
      const { body } = await bench.call('get', `/incidents/${ref}`);
      expect(body.parentIssue).toMatchObject({
        status: 'linked',
        reason: { code: 'leadNotAssignable' },
      });
      expect(await escalated()).toEqual([]);
    });

    it('is not an error when the issue is gone: the incident says so', async () => {
      const { ref, parent } = await bench.declare();
      store().deletePermanently(parent);
      await change(ref, { title: 'Another title' });
      const { body } = await bench.call('get', `/incidents/${ref}`);
      expect(body.parentIssue.status).toBe('missing');
      expect(await escalated()).toEqual([]);
    });
  },
);
