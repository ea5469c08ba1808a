import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Simulator, startSimulator } from 'linear-simulator';
import { randomUUID } from 'node:crypto';
import { newIncident } from '../__testUtils__/newIncident';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { createIncidentStore } from '../incidents/IncidentStore';
import { createTimelineStore } from '../incidents/timeline';
import { LinearGateway } from '../linear';
import { testGateway } from '../linear/__testUtils__/testGateway';
import { createCatalogUsers } from '../catalog/users';
import { ClaimedJob, createJobQueue } from '../jobs';
import { configuredSettings } from './__testUtils__/configuredLinear';
import { createParentIssues } from './createParentIssues';
import { createLinearUsers } from './linearUsers';
import { createParentIssueRequests } from './parentIssueRequests';
import { createParentIssueStore } from './ParentIssueStore';

jest.setTimeout(120_000);

function claimedJob(incidentNumber: number): ClaimedJob {
  return {
    id: 'job',
    kind: 'reconcileParent',
    key: String(incidentNumber),
    incidentNumber,
    priority: 'interactive',
    attempts: 0,
    failingSince: undefined,
    generation: 1,
    claim: { jobId: 'job', claimId: 'claim' },
  };
}

class Crash extends Error {}

/** Ends the process at one step: before it is taken, or after it is taken and its response is lost. */
class Crasher {
  #steps = 0;

  constructor(readonly at: { step: number; moment: 'before' | 'after' }) {}

  get steps(): number {
    return this.#steps;
  }

  /** Every asynchronous method is a step. */
  watch<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name, of);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          const result = () => value.apply(of, args);
          if (name === 'status') return result();
          return this.#take(result);
        };
      },
    });
  }

  async #take(run: () => unknown): Promise<unknown> {
    this.#steps++;
    const dies = this.#steps >= this.at.step;
    // A dead process takes no further step.
    if (this.#steps > this.at.step || (dies && this.at.moment === 'before')) {
      throw new Crash();
    }
    const result = await run();
    if (dies) throw new Crash();
    return result;
  }
}

describe.each(testDatabases.eachSupportedId())(
  'a process that ends while it creates a parent issue, on %p',
  (databaseId: TestDatabaseId) => {
    let simulator: Simulator;
    let database: IncidentsDatabase;
    const now = () => new Date();

    beforeAll(async () => {
      simulator = await startSimulator({
        seed: 'empty',
        auth: { apiKeys: ['lin_api_test'], oauthClients: [] },
        limits: { requestsPerHour: 1e9, pointsPerHour: 1e12 },
      });
      database = await openTestDatabase(databaseId);
    });
    afterAll(() => simulator.close());

    /** A replica, which may be doomed. */
    function replica(crasher?: Crasher) {
      const watch = <T extends object>(target: T): T =>
        crasher ? crasher.watch(target) : target;
      const linear: LinearGateway = watch(
        testGateway({
          apiUrl: simulator.apiUrl,
          tokenUrl: simulator.tokenUrl,
        }),
      );
      const { settings, linearSettings } = configuredSettings({
        routing: { default: { team: 'INC', labels: ['incident'] } },
      });
      const ref = (number: number) => `INC-${number}`;
      const incidents = watch(createIncidentStore({ database, prefix: 'INC' }));
      const logger = mockServices.logger.mock();
      const parentIssues = watch(
        createParentIssueStore({ database, logger, now }),
      );
      const jobs = watch(createJobQueue({ database, newId: randomUUID }));
      const catalogDeps = {
        catalog: catalogServiceMock({ entities: [] }),
        auth: mockServices.auth(),
        logger,
      };
      const requests = createParentIssueRequests({
        parentIssues,
        jobs,
        linearSettings,
        newId: randomUUID,
      });
      const { handlers } = createParentIssues({
        ...catalogDeps,
        database,
        linear,
        incidents,
        parentIssues,
        jobs,
        timeline: createTimelineStore({ database, now, newId: randomUUID }),
        requests,
        settings,
        linearSettings,
        actionItems: createActionItemStore({
          database,
          prefix: 'INC',
          sources: settings.actionItems.sources,
        }),
        users: createLinearUsers({
          linear,
          users: createCatalogUsers({ ...catalogDeps, database, now }),
          now,
        }),
        announcer: { announce() {}, refreshed() {} },
        appUrl: 'http://backstage.test',
        newId: randomUUID,
        now,
        ref,
      });
      return {
        parentIssues,
        requests,
        /** One attempt of the job. */
        async reconcile(incidentNumber: number): Promise<void> {
          const handler = handlers.reconcileParent;
          if (!handler || !('run' in handler)) {
            throw new Error('There is no handler for single jobs');
          }
          await handler.run(
            claimedJob(incidentNumber),
            new AbortController().signal,
          );
        },
      };
    }

    async function declare(): Promise<number> {
      const { requests } = replica();
      const store = createIncidentStore({ database, prefix: 'INC' });
      return database.knex.transaction(async tx => {
        const number = await store.allocateNumber(tx);
        await store.insert(
          tx,
          newIncident(number, {
            title: `Incident number ${number}`,
            createdAt: now().toISOString(),
          }),
        );
        await requests.create(tx, number);
        return number;
      });
    }

    function madeOf(number: number) {
      const issues = simulator.store
        .issues()
        .filter(
          ({ title }) => title === `[INC-${number}] Incident number ${number}`,
        );
      return {
        issues: issues.length,
        attachments: issues.flatMap(({ id }) =>
          simulator.store.attachmentsOf(id),
        ).length,
      };
    }

    it.each(['before', 'after'] as const)(
      'leaves one parent with one attachment, whatever step it ends %s',
      async moment => {
        let crashes = 0;
        for (let step = 1; ; step++) {
          const number = await declare();
          const crasher = new Crasher({ step, moment });
          const doomed = await replica(crasher)
            .reconcile(number)
            .then(
              () => 'survived',
              () => 'crashed',
            );
          await replica().reconcile(number);
          expect({ step, ...madeOf(number) }).toEqual({
            step,
            issues: 1,
            attachments: 1,
          });
          const parent = await replica().parentIssues.find(number);
          expect(parent?.status).toBe('linked');
          if (doomed === 'survived') break;
          crashes++;
        }
        // Reads, names in Linear, intent, creation, attachment, link.
        expect(crashes).toBeGreaterThan(8);
      },
    );

    it('leaves one parent when several replicas create it at once', async () => {
      for (let round = 0; round < 5; round++) {
        const number = await declare();
        await Promise.allSettled(
          Array.from({ length: 4 }, () => replica().reconcile(number)),
        );
        await replica().reconcile(number);
        expect(madeOf(number)).toEqual({ issues: 1, attachments: 1 });
      }
    });

    it('makes no request once everything is as it should be', async () => {
      const number = await declare();
      await replica().reconcile(number);
      const before = simulator.requests.length;
      await replica().reconcile(number);
      await replica().reconcile(number);
      expect(simulator.requests.length - before).toBe(0);
    });
  },
);
