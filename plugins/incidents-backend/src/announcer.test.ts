import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { TestDatabaseId } from '@backstage/backend-test-utils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { eventually } from './__testUtils__/eventually';
import {
  as,
  LinearBench,
  startWithLinear,
} from './__testUtils__/startWithLinear';
import { testDatabases } from './__testUtils__/testDatabases';

jest.setTimeout(60_000);

interface Signal {
  recipients: { type: string; entityRef?: string[] };
  channel: string;
  message: { type: string; incidentRef: string };
}

describe.each(testDatabases.eachSupportedId())(
  'events and signals on %p',
  (databaseId: TestDatabaseId) => {
    let bench: LinearBench;
    let signals: Signal[];
    let events: { type: string; incidentRef: string }[];

    const listener = createBackendPlugin({
      pluginId: 'listener',
      register(env) {
        env.registerInit({
          deps: { events: eventsServiceRef, logger: coreServices.logger },
          async init(deps) {
            await deps.events.subscribe({
              id: 'listener',
              topics: ['incidents', 'signals'],
              async onEvent({ topic, eventPayload }) {
                if (topic === 'signals') {
                  signals.push(Object(eventPayload));
                } else {
                  events.push(Object(eventPayload));
                }
              },
            });
          },
        });
      },
    });

    beforeAll(async () => {
      signals = [];
      events = [];
      bench = await startWithLinear(databaseId, {
        incidents: { privacy: { readers: ['group:default/security'] } },
        features: [listener],
      });
    });
    beforeEach(() => {
      signals = [];
      events = [];
    });
    afterAll(() => bench.close());

    const everything = async (ref: string) => {
      const { identifier } = (await bench.read(ref)).parentIssue;
      await bench.call('post', `/incidents/${ref}/action-items`, {
        title: 'Rotate the keys',
      });
      await bench.patch(ref, { status: 'done' });
      await bench.settled(ref);
      await eventually(async () => {
        expect(signals.map(({ message }) => message.type)).toContain(
          'incident.closed',
        );
      });
      return identifier;
    };
    const recipients = () =>
      new Set(
        signals.map(({ recipients: { type, entityRef } }) =>
          [type, ...(entityRef ?? [])].join(' '),
        ),
      );

    it('of a private incident are addressed to those who may see it, and events say no more than that it was updated', async () => {
      const { ref } = await bench.declare({
        visibility: 'private',
        lead: 'user:default/sam.weber',
        participants: ['group:default/payments', 'user:default/guest'],
      });
      await everything(ref);
      expect(recipients()).toEqual(
        new Set([
          'user group:default/payments group:default/security user:default/ada.olsen user:default/sam.weber',
        ]),
      );
      expect(new Set(events.map(event => JSON.stringify(event)))).toEqual(
        new Set([
          JSON.stringify({ type: 'incident.updated', incidentRef: ref }),
        ]),
      );
    });

    it('of a public incident are addressed to people who use incidents, never to whoever is connected', async () => {
      await bench.call('get', '/incidents', undefined, {
        by: as('priya.nair'),
      });
      await bench.call('get', '/incidents', undefined, { by: as('guest') });
      const { ref } = await bench.declare();
      await everything(ref);
      expect(recipients()).toEqual(
        new Set(['user user:default/ada.olsen user:default/priya.nair']),
      );
      expect(events.map(({ type }) => type)).toEqual(
        expect.arrayContaining([
          'incident.created',
          'action-item.added',
          'incident.closed',
        ]),
      );
    });
  },
);
