import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import incidentsPlugin from '@backstage-incidents/incidents-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import { Knex } from 'knex';
import { z } from 'zod';
import { seedIncidents, userRef } from './seedIncidents';

const RUNS = 20;

const READS = [
  ['List, first page of 50', '/incidents'],
  [
    'List, filtered by status, severity and team',
    '/incidents?status=active&status=mitigated&severity=sev1&team=TEAM3',
  ],
  ['List, overdue action items', '/incidents?overdue=true'],
  ['List, ordered by severity', '/incidents?orderBy=severity'],
  ['List, text search', '/incidents?q=slowly'],
  ['List, text that nothing has', '/incidents?q=nothing-has-this'],
  ['Statistics, all incidents, 12 weeks', '/statistics'],
  ['Statistics, all incidents, 52 weeks', '/statistics?weeks=52'],
  [
    'Statistics, one team, open incidents',
    '/statistics?team=TEAM3&status=active&status=mitigated',
  ],
  ['Facets', '/facets'],
  ['Action items, all', '/action-items'],
  ['Action items, all open', '/action-items?status=todo&status=inProgress'],
  [
    'Action items of one person, open',
    `/action-items?assignee=${userRef(7)}&status=todo&status=inProgress`,
  ],
  [
    'Action items of one component',
    '/action-items?affects=component:default/component-7',
  ],
] as const;

const totalSchema = z.looseObject({
  totalItems: z.int().optional(),
  incidents: z.object({ total: z.int() }).optional(),
});

/** How long one route takes, in milliseconds. */
export interface ReadTimes {
  what: string;
  fastest: number;
  median: number;
  /** Processor time of this process, which on SQLite is the database's too; the median. */
  processor: number;
  /** Incidents or items that were counted, where the answer says so. */
  counted: number | undefined;
}

/** Seeds a database and asks the plugin's HTTP API, as a user who sees some private incidents. */
export async function measureReads(
  knex: Knex,
  size: { incidents: number; itemsPerIncident: number },
): Promise<ReadTimes[]> {
  const backend = await startTestBackend({
    features: [
      incidentsPlugin,
      mockServices.rootLogger.factory({ level: 'error' }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost' },
          incidents: {},
        },
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => ({ getClient: async () => knex }),
      }),
      catalogServiceMock.factory({ entities: [] }),
      eventsServiceFactory,
    ],
  });
  try {
    await seedIncidents(knex, size);
    const address = backend.server.address();
    if (typeof address !== 'object' || address === null) {
      throw new Error('The backend listens on no port');
    }
    const times: ReadTimes[] = [];
    for (const [what, path] of READS) {
      times.push(
        await measure(what, `http://127.0.0.1:${address.port}${path}`),
      );
    }
    return times;
  } finally {
    await backend.stop();
  }
}

async function measure(what: string, url: string): Promise<ReadTimes> {
  const { host, pathname, search } = new URL(url);
  const times: number[] = [];
  const processorTimes: number[] = [];
  let counted: number | undefined;
  for (let run = -2; run < RUNS; run++) {
    const started = performance.now();
    const before = process.cpuUsage();
    const response = await fetch(
      `http://${host}/api/incidents${pathname}${search}`,
      { headers: { authorization: mockCredentials.user.header(userRef(7)) } },
    );
    const answer = totalSchema.parse(await response.json());
    if (!response.ok) throw new Error(`${what}: ${response.status}`);
    counted = answer.totalItems ?? answer.incidents?.total;
    // The first two warm up.
    if (run >= 0) {
      times.push(performance.now() - started);
      const { user, system } = process.cpuUsage(before);
      processorTimes.push((user + system) / 1000);
    }
  }
  return {
    what,
    fastest: Math.min(...times),
    median: median(times),
    processor: median(processorTimes),
    counted,
  };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
