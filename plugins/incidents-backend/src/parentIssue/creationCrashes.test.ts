import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Simulator, startSimulator } from 'linear-simulator';
import { randomUUID } from 'node:crypto';
import { newIncident } from '../__testUtils__/newIncident';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createActionItemStore } from '../actionItems/ActionItemStore';
import { readIncidentsSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { createIncidentStore } from '../incidents/IncidentStore';
import { LinearGateway } from '../linear';
import { interactive, testGateway } from '../linear/__testUtils__/testGateway';
import { createCatalogUsers } from '../catalog/users';
import { JobQueue } from '../jobs';
import { DesiredParentIssues } from './DesiredParentIssues';
import { DurableParentIssueRequests } from './DurableParentIssueRequests';
import { LeadAssignee } from './LeadAssignee';
import { MoveComments } from './MoveComments';
import { ParentIssueCreator } from './ParentIssueCreator';
import { ParentIssueFollower } from './ParentIssueFollower';
import { ParentIssueService } from './ParentIssueService';
import { IncidentsWithoutParent } from './IncidentsWithoutParent';
import { ParentIssueStore } from './ParentIssueStore';
import { RouteResolver } from './RouteResolver';
import { RoutingFacts } from './RoutingFacts';

jest.setTimeout(120_000);

class Crash extends Error {}

/** Ends the process at one step: before it is taken, or when it is taken and its answer lost. */
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
      const settings = readIncidentsSettings(
        new ConfigReader({
          incidents: {
            linear: {
              auth: { apiKey: 'lin_api_test' },
              routing: { default: { team: 'INC', labels: ['incident'] } },
            },
          },
        }),
      );
      if (settings.linear.kind !== 'configured') {
        throw new Error('The test configures Linear');
      }
      const { routing, comments } = settings.linear;
      const ref = (number: number) => `INC-${number}`;
      const incidents = watch(createIncidentStore({ database, prefix: 'INC' }));
      const parentIssues = watch(new ParentIssueStore({ database, now }));
      const withoutParent = watch(new IncidentsWithoutParent(database));
      const jobs = watch(new JobQueue({ database, newId: randomUUID }));
      const catalogDeps = {
        catalog: catalogServiceMock({ entities: [] }),
        auth: mockServices.auth(),
        logger: mockServices.logger.mock(),
      };
      const desires = new DesiredParentIssues({
        actionItems: createActionItemStore({
          database,
          prefix: 'INC',
          sources: settings.actionItems.sources,
        }),
        assignees: new LeadAssignee({
          linear,
          users: createCatalogUsers({ ...catalogDeps, database, now }),
          now,
        }),
        settings,
        appUrl: 'http://backstage.test',
        ref,
      });
      const creator = new ParentIssueCreator({
        linear,
        parentIssues,
        facts: new RoutingFacts(catalogDeps),
        routes: new RouteResolver({ linear, settings: routing }),
        desires,
        settings: routing,
      });
      const service = new ParentIssueService({
        database,
        incidents,
        parentIssues,
        withoutParent,
        jobs,
        creator,
        follower: new ParentIssueFollower({
          linear,
          parentIssues,
          desires,
          comments: new MoveComments({
            linear,
            templates: comments,
            newId: randomUUID,
          }),
          decide: draft => creator.decide(draft),
          ref,
        }),
        announcer: { announce() {}, refreshed() {} },
        ref,
        inOrder: false,
      });
      return { service, parentIssues, jobs };
    }

    async function declare(): Promise<number> {
      const { parentIssues, jobs } = replica();
      const requests = new DurableParentIssueRequests({
        parentIssues,
        jobs,
        newId: randomUUID,
      });
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
      'leaves one parent with one backlink, whatever step it ends %s',
      async moment => {
        let crashes = 0;
        for (let step = 1; ; step++) {
          const number = await declare();
          const crasher = new Crasher({ step, moment });
          const doomed = await replica(crasher)
            .service.follow(number, interactive)
            .then(
              () => 'survived',
              () => 'crashed',
            );
          await replica().service.follow(number, interactive);
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
        // Reads, names in Linear, intent, creation, backlink, link, follow-up.
        expect(crashes).toBeGreaterThan(8);
      },
    );

    it('leaves one parent when several replicas are at it at once', async () => {
      for (let round = 0; round < 5; round++) {
        const number = await declare();
        await Promise.allSettled(
          Array.from({ length: 4 }, () =>
            replica().service.follow(number, interactive),
          ),
        );
        await replica().service.follow(number, interactive);
        expect(madeOf(number)).toEqual({ issues: 1, attachments: 1 });
      }
    });

    it('is followed without a request once everything is as it should be', async () => {
      const number = await declare();
      await replica().service.follow(number, interactive);
      const before = simulator.requests.length;
      await replica().service.follow(number, interactive);
      await replica().service.follow(number, interactive);
      expect(simulator.requests.length - before).toBe(0);
    });
  },
);
