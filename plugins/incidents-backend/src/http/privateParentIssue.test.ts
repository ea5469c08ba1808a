import { Incident } from '@backstage-incidents/incidents-common';
import { eventually } from '../__testUtils__/eventually';
import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const sam = 'user:default/sam.weber';

const routing = {
  rules: [
    {
      name: 'with a label',
      when: { severity: ['sev1', 'sev2'] },
      use: { team: 'PAY', labels: ['pci'] },
    },
  ],
  default: { team: 'INC' },
};

const parentOf = ({ parentIssue }: Incident) => parentIssue.identifier ?? '';

describe.each(testDatabases.eachSupportedId())(
  'what Linear shows of a private incident on %p',
  databaseId => {
    let bench: LinearBench;
    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        linear: {
          linkableTeams: ['ENG'],
          routing,
          comments: { completed: 'All of {{title}} is done.' },
        },
      });
    });
    afterAll(() => bench.close());
    afterEach(() => bench.simulator.faults.clear());

    const store = () => bench.simulator.store;
    /** What people in Linear see of an issue. */
    const seen = (identifier: string) => {
      const issue = store().issue(identifier);
      return {
        title: issue.title,
        description: issue.description ?? '',
        assignee: issue.assigneeId,
        priority: issue.priority,
        labels: issue.labelIds.map(id => store().tables.labels.get(id)?.name),
      };
    };
    const idOf = (name: string) => store().user(`${name}@example.com`).id;
    const redacted = (ref: string) => ({
      title: `[${ref}] Private incident`,
      description: '',
      assignee: undefined,
      priority: 0,
      labels: [],
    });
    const link = async (ref: string, issue: string) => {
      const { status } = await bench.call(
        'put',
        `/incidents/${ref}/parent-issue`,
        { issue, replace: true },
      );
      expect(status).toBe(200);
      await bench.settled(ref);
    };

    describe('in the parent issue that Backstage created', () => {
      it('is neither lead, severity nor labels of the route, from the beginning', async () => {
        const incident = await bench.declare({
          visibility: 'private',
          lead: sam,
        });
        const sent = bench.simulator.requests
          .list()
          .filter(({ operationName }) => operationName === 'CreateIssue')
          .at(-1);
        await bench.settled(incident.ref);
        expect(parentOf(incident)).toMatch(/^PAY-/);
        expect(seen(parentOf(incident))).toEqual(redacted(incident.ref));
        expect(sent).toBeDefined();
      });

      it('is removed when the incident turns private, whatever people set, and is back when it is public again', async () => {
        const incident = await bench.declare({
          title: 'Card numbers in logs',
          summary: 'Since noon',
          lead: sam,
        });
        const parent = parentOf(incident);
        await bench.settled(incident.ref);
        expect(seen(parent)).toMatchObject({
          assignee: idOf('sam.weber'),
          priority: 2,
          labels: ['pci'],
        });
        store().updateIssue(parent, {
          assignee: 'mei.tanaka@example.com',
          priority: 4,
          labels: ['pci', 'incident'],
        });
        await bench.sync(incident.ref);
        await bench.settled(incident.ref);

        await bench.patch(incident.ref, { visibility: 'private' });
        await bench.settled(incident.ref);
        const hidden = { ...redacted(incident.ref), labels: ['incident'] };
        expect(seen(parent)).toEqual(hidden);

        store().updateIssue(parent, {
          title: 'Card numbers',
          assignee: 'sam.weber@example.com',
          priority: 1,
          labels: ['incident', 'pci'],
        });
        await bench.sync(incident.ref);
        await bench.settled(incident.ref);
        expect(seen(parent)).toEqual(hidden);

        await bench.patch(incident.ref, { visibility: 'public' });
        await bench.settled(incident.ref);
        const back = seen(parent);
        expect(back).toMatchObject({
          title: `[${incident.ref}] Card numbers in logs`,
          description: expect.stringContaining('Since noon'),
          assignee: idOf('sam.weber'),
          priority: 2,
        });
        expect([...back.labels].sort()).toEqual(['incident', 'pci']);
      });

      it('gets the labels of its route when it was private from the beginning', async () => {
        const incident = await bench.declare({ visibility: 'private' });
        await bench.patch(incident.ref, { visibility: 'public', title: 'Out' });
        await bench.settled(incident.ref);
        expect(seen(parentOf(incident)).labels).toEqual(['pci']);
      });

      it('says that something is still shown until Linear has taken all of it', async () => {
        const incident = await bench.declare({ lead: sam });
        const parent = parentOf(incident);
        await bench.settled(incident.ref);
        await bench.patch(incident.ref, { visibility: 'private' });
        await bench.settled(incident.ref);
        bench.simulator.faults.add({
          kind: 'status',
          status: 503,
          match: 'UpdateIssue',
          times: 'untilCleared',
        });
        store().updateIssue(parent, { priority: 1 });
        await bench.sync(incident.ref);
        await eventually(async () => {
          expect(
            (await bench.read(incident.ref)).parentIssue.reason?.code,
          ).toBe('redactionPending');
        });
        bench.simulator.faults.clear();
        await eventually(async () => {
          await bench.hurry();
          await bench.call('post', `/incidents/${incident.ref}/sync`);
          expect(seen(parent)).toEqual(redacted(incident.ref));
        });
        await bench.settled(incident.ref);
      });
    });

    describe('in a parent issue that a person linked', () => {
      it('is never its title or description, which stay whatever happens to the incident', async () => {
        const incident = await bench.declare({ title: 'Vault', lead: sam });
        const { ref } = incident;
        const issue = store().createIssue({
          team: 'ENG',
          title: 'Renew the certificate',
          description: 'By Friday.',
          assignee: 'mei.tanaka@example.com',
          priority: 3,
          labels: ['incident'],
        }).identifier;
        const before = seen(issue);
        const isUntouched = async () => {
          await bench.settled(ref);
          expect(seen(issue)).toEqual(before);
        };
        await link(ref, issue);
        await isUntouched();
        expect(store().attachmentsOf(issue)).toHaveLength(1);
        await bench.patch(ref, { title: 'Vault is closed' });
        await isUntouched();
        await bench.patch(ref, { visibility: 'private' });
        await isUntouched();
        await bench.patch(ref, { title: 'Vault keys are stolen' });
        await isUntouched();
        await bench.patch(ref, { visibility: 'public' });
        await isUntouched();
        await bench.patch(ref, { visibility: 'private', status: 'canceled' });
        await isUntouched();
        expect(store().issue(issue).canceledAt).toBeDefined();
        await bench.call('delete', `/incidents/${ref}/parent-issue`);
        await isUntouched();
        expect(store().attachmentsOf(issue)).toHaveLength(0);
      });
    });

    describe('in former parent issues', () => {
      it('is nothing, though the incident turned private later, but linked ones keep what people wrote', async () => {
        const incident = await bench.declare({
          title: 'Card numbers in logs',
          lead: sam,
        });
        const { ref } = incident;
        const created = parentOf(incident);
        const item = store().createIssue({
          team: 'PAY',
          title: 'Mask the numbers',
          parent: created,
        });
        await bench.sync(ref);
        store().setState(item.identifier, 'Done');
        await bench.sync(ref);
        await bench.settled(ref);
        expect(store().commentsOf(created)).toMatchObject([
          { body: 'All of Card numbers in logs is done.' },
        ]);
        const linked = store().createIssue({ team: 'ENG', title: 'Mine' });
        await link(ref, linked.identifier);
        await bench.call('delete', `/incidents/${ref}/parent-issue`);
        await bench.settled(ref);
        expect(seen(created).title).toBe(`[${ref}] Card numbers in logs`);

        await bench.patch(ref, { visibility: 'private' });
        await bench.settled(ref);
        expect(seen(created)).toEqual(redacted(ref));
        expect(
          JSON.stringify([
            store().commentsOf(created),
            store().attachmentsOf(created),
          ]),
        ).not.toContain('Card numbers');
        expect(seen(linked.identifier).title).toBe('Mine');

        const before = bench.simulator.requests.list().length;
        await bench.patch(ref, { title: 'Card numbers, again' });
        await bench.settled(ref);
        expect(bench.simulator.requests.list()).toHaveLength(before);
      });

      it('is still ours to redact when another incident has one of them now', async () => {
        const first = await bench.declare({ title: 'First', lead: sam });
        const second = await bench.declare({ title: 'Second' });
        const issue = parentOf(first);
        await bench.call('delete', `/incidents/${first.ref}/parent-issue`);
        await link(second.ref, issue);
        await bench.patch(second.ref, { visibility: 'private' });
        await bench.settled(second.ref);
        expect(seen(issue)).toMatchObject({
          ...redacted(second.ref),
          description: '',
        });
      });
    });
  },
);

describe.each([
  [['priority'], { assignee: undefined, priority: 2, labels: [] }],
  [
    ['assignee', 'labels'],
    { assignee: expect.any(String), priority: 0, labels: ['pci'] },
  ],
])('a private incident with privacy.showInLinear %j', (showInLinear, shown) => {
  let bench: LinearBench;
  beforeAll(async () => {
    const [databaseId] = testDatabases.eachSupportedId()[0];
    bench = await startWithLinear(databaseId, {
      incidents: { privacy: { showInLinear } },
      linear: { routing },
    });
  });
  afterAll(() => bench.close());

  it('shows that in Linear and nothing else', async () => {
    const { store } = bench.simulator;
    const incident = await bench.declare({ visibility: 'private', lead: sam });
    await bench.settled(incident.ref);
    const issue = store.issue(parentOf(incident));
    expect({
      assignee: issue.assigneeId,
      priority: issue.priority,
      labels: issue.labelIds.map(id => store.tables.labels.get(id)?.name),
    }).toEqual(shown);
    expect(issue.title).toBe(`[${incident.ref}] Private incident`);
  });
});
