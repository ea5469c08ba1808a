import { createHmac } from 'node:crypto';
import { createServer, IncomingHttpHeaders, Server } from 'node:http';
import { Simulation } from './testing/simulation';

interface Received {
  headers: IncomingHttpHeaders;
  text: string;
  body: Record<string, unknown>;
}

describe('webhooks', () => {
  let linear: Simulation;
  let receiver: Server;
  let url: string;
  let received: Received[];
  let statuses: number[];

  beforeEach(async () => {
    received = [];
    statuses = [];
    receiver = createServer((request, response) => {
      let text = '';
      request.on('data', chunk => {
        text += chunk;
      });
      request.on('end', () => {
        const { headers } = request;
        received.push({ headers, text, body: JSON.parse(text) });
        response.writeHead(statuses.shift() ?? 200).end();
      });
    });
    await new Promise<void>(resolve => {
      receiver.listen(0, '127.0.0.1', resolve);
    });
    const address = receiver.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    url = `http://127.0.0.1:${port}/hook`;
    linear = await Simulation.start({
      webhookRetrySchedule: [1, 3_600_000, 21_600_000],
    });
  });

  afterEach(async () => {
    await linear.close();
    receiver.closeAllConnections();
    await new Promise(resolve => {
      receiver.close(resolve);
    });
  });

  const flush = (options?: { retries: boolean }) =>
    linear.simulator.webhooks.flush(options);

  it('sends a signed event with the changes and their actor', async () => {
    linear.simulator.webhooks.register({
      url,
      secret: 'shh',
      allPublicTeams: true,
    });
    linear.store.createIssue({ team: 'ENG', title: 'One' });
    linear.store.updateIssue('ENG-1', { title: 'Two', state: 'Done' });
    await flush();
    expect(received).toHaveLength(2);
    const event = received.find(({ body }) => body.action === 'update');
    expect(event?.headers).toMatchObject({
      'linear-event': 'Issue',
      'linear-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'user-agent': 'Linear-Webhook',
      'linear-signature': createHmac('sha256', 'shh')
        .update(event?.text ?? '')
        .digest('hex'),
    });
    expect(event?.body).toMatchObject({
      type: 'Issue',
      actor: { name: 'Ada Olsen', type: 'user' },
      data: {
        identifier: 'ENG-1',
        title: 'Two',
        state: { name: 'Done', type: 'completed' },
        team: { key: 'ENG' },
        labels: [],
      },
      updatedFrom: {
        title: 'One',
        stateId: linear.store.state('ENG', 'Backlog').id,
        completedAt: null,
        updatedAt: expect.any(String),
      },
      webhookTimestamp: expect.any(Number),
    });
  });

  it('names the app as actor of changes through the API, and includes the former parent', async () => {
    linear.store.createIssue({ team: 'ENG', title: 'Parent' });
    linear.store.createIssue({ team: 'ENG', title: 'Child', parent: 'ENG-1' });
    linear.simulator.webhooks.register({ url, secret: 's', teamId: 'ENG' });
    await linear.data(
      'mutation { issueUpdate(id: "ENG-2", input: {parentId: null}) { success } }',
    );
    await flush();
    const app = linear.store.users().find(user => user.app);
    expect(received.map(({ body }) => body)).toMatchObject([
      {
        actor: { id: app?.id },
        updatedFrom: { parentId: linear.store.issue('ENG-1').id },
      },
    ]);
  });

  it('sends nothing for relations and for other or private teams', async () => {
    linear.store.createTeam({
      key: 'SEC',
      name: 'Security',
      visibility: 'private',
    });
    linear.store.createIssue({ team: 'ENG', title: 'A' });
    linear.store.createIssue({ team: 'PAY', title: 'B' });
    linear.simulator.webhooks.register({ url, secret: 's', teamId: 'ENG' });
    linear.simulator.webhooks.register({
      url,
      secret: 's',
      allPublicTeams: true,
    });
    linear.store.relate('ENG-1', 'PAY-1');
    linear.store.createIssue({ team: 'SEC', title: 'Secret' });
    linear.store.updateIssue('PAY-1', { priority: 1 });
    await flush();
    expect(received).toHaveLength(1);
  });

  it('reports removal, attachments and comments', async () => {
    linear.simulator.webhooks.register({ url, secret: 's', teamId: 'ENG' });
    linear.store.createIssue({ team: 'ENG', title: 'A' });
    linear.store.attach('ENG-1', { title: 'T', url: 'https://b.test/1' });
    linear.store.comment('ENG-1', 'Hello');
    linear.store.trash('ENG-1');
    linear.store.deletePermanently('ENG-1');
    await flush();
    const events = received.map(({ body }) => `${body.type} ${body.action}`);
    expect(events.sort()).toEqual([
      'Attachment create',
      'Comment create',
      'Issue create',
      'Issue remove',
      'Issue update',
    ]);
  });

  it('retries a delivery without a 200 response under the same delivery id, then gives up', async () => {
    statuses = [201, 500, 302, 404];
    linear.simulator.webhooks.register({ url, secret: 's', teamId: 'ENG' });
    linear.store.createIssue({ team: 'ENG', title: 'A' });
    await flush({ retries: true });
    expect(received).toHaveLength(4);
    const ids = received.map(({ headers }) => headers['linear-delivery']);
    expect(new Set(ids).size).toBe(1);
    expect(linear.simulator.webhooks.deliveries()).toMatchObject([
      { attempts: [201, 500, 302, 404], state: 'failed' },
    ]);
  });

  it('delivers on a retry', async () => {
    statuses = [503];
    linear.simulator.webhooks.register({ url, secret: 's', teamId: 'ENG' });
    linear.store.createIssue({ team: 'ENG', title: 'A' });
    await flush({ retries: true });
    expect(linear.simulator.webhooks.deliveries()).toMatchObject([
      { attempts: [503, 200], state: 'delivered' },
    ]);
  });
});
