import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { randomUUID } from 'node:crypto';
import { incidentRow } from '../__testUtils__/rows';
import { TestClock } from '../__testUtils__/TestClock';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { createJobQueue, createWorker } from '../jobs';
import {
  createOwnerRefresh,
  enqueueRefreshOwners,
  ownersOfAffected,
} from './entityOwners';

jest.setTimeout(60_000);

const HOUR = 3_600_000;
const checkout = 'component:default/checkout';
const ledger = 'component:default/ledger';

function component(name: string, ownerRefs: readonly string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default' },
    relations: [
      ...ownerRefs.map(targetRef => ({ type: 'ownedBy', targetRef })),
      { type: 'partOf', targetRef: 'system:default/shop' },
    ],
  };
}

/** A catalog whose entities change, and that may be down. */
class ChangingCatalog {
  readonly requests: string[][] = [];
  isDown = false;
  /** Runs while the catalog responds. */
  meanwhile = async () => {};
  #entities: Entity[] = [];

  set(...entities: Entity[]): void {
    this.#entities = entities;
  }

  get service(): CatalogService {
    return {
      ...catalogServiceMock.mock(),
      getEntitiesByRefs: async (request, options) => {
        this.requests.push([...request.entityRefs].sort());
        await this.meanwhile();
        if (this.isDown) {
          throw new Error('connect ECONNREFUSED');
        }
        return catalogServiceMock({
          entities: this.#entities,
        }).getEntitiesByRefs(request, options);
      },
    };
  }
}

describe.each(testDatabases.eachSupportedId())(
  'owners of affected entities on %p',
  databaseId => {
    async function bench() {
      const clock = new TestClock('2026-03-10T12:00:00.000Z');
      const database = await openTestDatabase(databaseId, clock);
      const { knex } = database;
      const catalog = new ChangingCatalog();
      const jobs = createJobQueue({ database, newId: randomUUID });
      const owners = createOwnerRefresh({
        database,
        jobs,
        catalog: catalog.service,
        auth: mockServices.auth(),
      });
      const worker = createWorker({
        jobs,
        handlers: owners.handlers,
        classify: () => undefined,
        logger: mockServices.logger.mock(),
        now: () => clock.now(),
        random: () => 0,
        newId: randomUUID,
      });
      let incidents = 0;
      return {
        knex,
        catalog,
        jobs,
        enqueueStale: owners.enqueueStale,
        /** Does what is enqueued, back-offs forgotten. */
        async drain() {
          await knex('jobs').update({ run_at: new Date(0) });
          await worker.drain();
        },
        /** An incident as the database has it before anything is enqueued. */
        async affect(...entityRefs: string[]): Promise<number> {
          const number = ++incidents;
          await knex('incidents').insert(incidentRow(number));
          await knex('incident_affected_entities').insert(
            entityRefs.map((entityRef, position) => ({
              incident_number: number,
              entity_ref: entityRef,
              position,
            })),
          );
          return number;
        },
        enqueue: (...entityRefs: string[]) =>
          enqueueRefreshOwners(jobs, knex, entityRefs),
        /** Lets time pass, on either database's clock. */
        async pass(milliseconds: number) {
          clock.advance(milliseconds);
          if (database.isPostgres) {
            await knex('affected_entities').update({
              read_at: knex.raw(`read_at - ? * interval '1 millisecond'`, [
                milliseconds,
              ]),
            });
          }
        },
        stored: async (): Promise<string[]> => {
          const rows = await knex('affected_entity_owners').orderBy([
            'entity_ref',
            'owner_ref',
          ]);
          return rows.map(row => `${row.entity_ref} ${row.owner_ref}`);
        },
      };
    }

    it('are read once for all incidents, in lower case and without other relations', async () => {
      const { affect, catalog, drain, enqueue, knex, stored } = await bench();
      catalog.set(
        component('checkout', ['group:default/Payments', 'user:default/ada']),
        component('ledger', []),
      );
      await affect(checkout, ledger);
      await affect(checkout);
      await enqueue(checkout, ledger, checkout);
      await drain();
      expect(await stored()).toEqual([
        `${checkout} group:default/payments`,
        `${checkout} user:default/ada`,
      ]);
      expect(catalog.requests).toEqual([[checkout, ledger]]);
      expect(await ownersOfAffected(knex, [1, 2, 3])).toEqual(
        new Map([
          [1, ['group:default/payments', 'user:default/ada']],
          [2, ['group:default/payments', 'user:default/ada']],
        ]),
      );
    });

    it('are enqueued by the task if no edit did so, and after a day', async () => {
      const { affect, catalog, drain, enqueueStale, pass, stored } =
        await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      await enqueueStale();
      await drain();
      expect(await stored()).toEqual([`${checkout} group:default/payments`]);
      catalog.set(component('checkout', ['group:default/sre']));
      await pass(23 * HOUR);
      await enqueueStale();
      await drain();
      expect(catalog.requests).toHaveLength(1);
      await pass(2 * HOUR);
      await enqueueStale();
      await drain();
      expect(await stored()).toEqual([`${checkout} group:default/sre`]);
    });

    it('are removed with the entity, which is read again after an hour', async () => {
      const { affect, catalog, drain, enqueue, enqueueStale, pass, stored } =
        await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      await enqueue(checkout);
      await drain();
      catalog.set();
      await enqueue(checkout);
      await drain();
      expect(await stored()).toEqual([]);
      catalog.set(component('checkout', ['group:default/payments']));
      await pass(HOUR / 2);
      await enqueueStale();
      await drain();
      expect(await stored()).toEqual([]);
      await pass(HOUR);
      await enqueueStale();
      await drain();
      expect(await stored()).toEqual([`${checkout} group:default/payments`]);
    });

    it('stay as they are while the catalog does not respond, and are read when it does', async () => {
      const { affect, catalog, drain, enqueue, enqueueStale, jobs, stored } =
        await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      await enqueue(checkout);
      await drain();
      catalog.set(component('checkout', ['group:default/sre']));
      catalog.isDown = true;
      await enqueue(checkout);
      await drain();
      await enqueueStale();
      expect(await jobs.listWaiting()).toMatchObject([
        {
          kind: 'refreshOwners',
          key: checkout,
          reason: { code: 'catalogUnavailable' },
          generation: 1,
        },
      ]);
      expect(await stored()).toEqual([`${checkout} group:default/payments`]);
      catalog.isDown = false;
      await drain();
      expect(await stored()).toEqual([`${checkout} group:default/sre`]);
    });

    it('are enqueued by the task again when the job was given up', async () => {
      const { affect, catalog, drain, enqueueStale, jobs, knex, stored } =
        await bench();
      await affect(checkout);
      catalog.isDown = true;
      await enqueueStale();
      await drain();
      await knex('jobs').update({ failing_since: new Date(0) });
      await drain();
      expect(await jobs.listEscalated()).toHaveLength(1);
      catalog.isDown = false;
      catalog.set(component('checkout', ['group:default/payments']));
      await enqueueStale();
      await drain();
      expect(await stored()).toEqual([`${checkout} group:default/payments`]);
    });

    it('are read once more when they are enqueued while they are read', async () => {
      const { affect, catalog, drain, enqueue } = await bench();
      await affect(checkout);
      catalog.meanwhile = async () => {
        catalog.meanwhile = async () => {};
        await enqueue(checkout);
      };
      await enqueue(checkout);
      await drain();
      expect(catalog.requests).toEqual([[checkout], [checkout]]);
    });

    it('are not written under a claim that was lost', async () => {
      const { affect, catalog, drain, enqueue, knex, stored } = await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      catalog.meanwhile = async () => {
        await knex('jobs').update({ claim_id: 'another replica' });
      };
      await enqueue(checkout);
      await drain();
      expect(await stored()).toEqual([]);
    });

    it('are forgotten when nothing affects the entity any more', async () => {
      const { affect, catalog, drain, enqueue, enqueueStale, knex } =
        await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      const number = await affect(checkout);
      await enqueue(checkout);
      await drain();
      await knex('incident_affected_entities')
        .where({ incident_number: number })
        .delete();
      await enqueueStale();
      await enqueue(checkout);
      await drain();
      expect(await knex('affected_entities')).toEqual([]);
      expect(catalog.requests).toHaveLength(1);
    });

    it('are read in batches of a hundred', async () => {
      const { affect, catalog, drain, enqueueStale, knex } = await bench();
      const refs = Array.from(
        { length: 250 },
        (_, index) => `component:default/c${index}`,
      );
      await affect(...refs);
      await enqueueStale();
      await drain();
      expect(catalog.requests.map(asked => asked.length)).toEqual([
        100, 100, 50,
      ]);
      expect(await knex('affected_entities')).toHaveLength(250);
      expect(await knex('jobs')).toEqual([]);
    });
  },
);
