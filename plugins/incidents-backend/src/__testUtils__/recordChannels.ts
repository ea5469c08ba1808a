import {
  BackendFeature,
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  MetricsService,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import {
  actionsRegistryServiceMock,
  MockActionsRegistry,
} from '@backstage/backend-test-utils/alpha';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';

export interface RecordedSignal {
  recipients: { type: string; entityRef?: string[] };
  message: { type: string; incidentRef: string };
}

/** Everything that a backend gives to Backstage's services. */
export interface ChannelRecording {
  /** To start a backend with. */
  features: BackendFeature[];
  notificationService: NotificationService;
  registry: MockActionsRegistry;
  logs: { level: string; fields: object; line: unknown[] }[];
  metrics: unknown[];
  /** Reads the gauges, as an exporter would. */
  readGauges(): Promise<void>;
  audited: { eventId: string; meta: object; error?: unknown; url?: string }[];
  events: unknown[];
  signals: RecordedSignal[];
  notifications: NotificationSendOptions[];
}

export function recordChannels(): ChannelRecording {
  const registry = actionsRegistryServiceMock();
  const logs: ChannelRecording['logs'] = [];
  const metrics: unknown[] = [];
  const gauges: (() => Promise<void>)[] = [];
  const audited: ChannelRecording['audited'] = [];
  const events: unknown[] = [];
  const signals: RecordedSignal[] = [];
  const notifications: NotificationSendOptions[] = [];

  const loggerWith = (fields: object): RootLoggerService => {
    const write =
      (level: string) =>
      (...line: unknown[]) => {
        logs.push({ level, fields, line });
      };
    return {
      error: write('error'),
      warn: write('warn'),
      info: write('info'),
      debug: write('debug'),
      child: more => loggerWith({ ...fields, ...more }),
    };
  };

  const instrument = (...definition: unknown[]) => {
    metrics.push(definition);
    const write = (...value: unknown[]) => {
      metrics.push([definition[0], ...value]);
    };
    return { add: write, record: write };
  };
  const observable: MetricsService['createObservableGauge'] = (
    name,
    options,
  ) => {
    metrics.push([name, options]);
    return {
      addCallback: callback => {
        gauges.push(async () =>
          callback({
            observe: (...value) => {
              metrics.push([name, ...value]);
            },
          }),
        );
      },
      removeCallback: () => {},
    };
  };
  const metricsService: MetricsService = {
    createCounter: instrument,
    createUpDownCounter: instrument,
    createHistogram: instrument,
    createGauge: instrument,
    createObservableCounter: observable,
    createObservableUpDownCounter: observable,
    createObservableGauge: observable,
  };

  const auditor = mockServices.auditor.mock({
    createEvent: async ({ eventId, request, meta = {} }) => {
      const event: ChannelRecording['audited'][number] = {
        eventId,
        url: request?.originalUrl,
        meta: { ...meta },
      };
      audited.push(event);
      return {
        success: async done => {
          Object.assign(event.meta, done?.meta);
        },
        fail: async done => {
          event.error = done.error;
          Object.assign(event.meta, done.meta);
        },
      };
    },
  });

  const listener = createBackendPlugin({
    pluginId: 'listener',
    register(env) {
      env.registerInit({
        deps: { eventsService: eventsServiceRef },
        async init({ eventsService }) {
          await eventsService.subscribe({
            id: 'listener',
            topics: ['incidents', 'signals'],
            async onEvent({ topic, eventPayload, metadata }) {
              if (topic === 'signals') {
                signals.push(Object(eventPayload));
              } else {
                events.push({ eventPayload, metadata });
              }
            },
          });
        },
      });
    },
  });

  return {
    registry,
    logs,
    metrics,
    audited,
    events,
    signals,
    notifications,
    async readGauges() {
      for (const read of gauges) await read();
    },
    notificationService: {
      send: async notification => {
        notifications.push(notification);
      },
    },
    features: [
      listener,
      auditor.factory,
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => loggerWith({}),
      }),
      createServiceFactory({
        service: metricsServiceRef,
        deps: {},
        factory: () => metricsService,
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => registry,
      }),
    ],
  };
}
