import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventually } from '../__testUtils__/eventually';
import { incidentRow } from '../__testUtils__/rows';
import { TestClock } from '../__testUtils__/TestClock';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { Leases } from '../database/Leases';
import { CatalogOwners } from './CatalogOwners';
import { EntityOwnerStore } from './EntityOwnerStore';
import { OwnerRefresher } from './OwnerRefresher';

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
  readonly asked: string[][] = [];
  isDown = false;
  /** Runs while the catalog answers. */
  meanwhile = async () => {};
  #entities: Entity[] = [];

  set(...entities: Entity[]): void {
    this.#entities = entities;
  }

  get service(): CatalogService {
    return {
      ...catalogServiceMock.mock(),
      getEntitiesByRefs: async (request, options) => {
        this.asked.push([...request.entityRefs]);
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
      const store = new EntityOwnerStore(database);
      const catalog = new ChangingCatalog();
      const leases = new Leases(database);
      const logger = mockServices.logger.mock();
      const refresher = new OwnerRefresher({
        store,
        owners: new CatalogOwners({
          catalog: catalog.service,
          auth: mockServices.auth(),
        }),
        leases,
        logger,
      });
      let incidents = 0;
      return {
        knex,
        catalog,
        leases,
        logger,
        refresher,
        run: () => refresher.run(new AbortController().signal),
        /** An incident as the database has it before owners are asked for. */
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
        request: (...entityRefs: string[]) => store.request(knex, entityRefs),
        /** Lets time pass, on either database's clock. */
        async pass(milliseconds: number) {
          clock.advance(milliseconds);
          if (database.isPostgres) {
            await knex('affected_entities').update({
              due_at: knex.raw(`due_at - ? * interval '1 millisecond'`, [
                milliseconds,
              ]),
            });
          }
        },
        owners: async (): Promise<string[]> => {
          const rows = await knex('affected_entity_owners').orderBy([
            'entity_ref',
            'owner_ref',
          ]);
          return rows.map(row => `${row.entity_ref} ${row.owner_ref}`);
        },
      };
    }

    it('are read once for all incidents, lower case and without other relations', async () => {
      const { affect, catalog, owners, request, run } = await bench();
      catalog.set(
        component('checkout', ['group:default/Payments', 'user:default/ada']),
        component('ledger', []),
      );
      await affect(checkout, ledger);
      await affect(checkout);
      await request(checkout, ledger, checkout);
      await run();
      await run();
      expect(await owners()).toEqual([
        `${checkout} group:default/payments`,
        `${checkout} user:default/ada`,
      ]);
      expect(catalog.asked).toEqual([[checkout, ledger]]);
    });

    it('are read for incidents that nobody asked for', async () => {
      const { affect, catalog, owners, run } = await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      await run();
      expect(await owners()).toEqual([`${checkout} group:default/payments`]);
    });

    it('are read again after a day, and when they are asked for', async () => {
      const { affect, catalog, owners, pass, request, run } = await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      await run();
      catalog.set(component('checkout', ['group:default/sre']));
      await pass(23 * HOUR);
      await run();
      expect(await owners()).toEqual([`${checkout} group:default/payments`]);
      await pass(2 * HOUR);
      await run();
      expect(await owners()).toEqual([`${checkout} group:default/sre`]);
      catalog.set(component('checkout', ['group:default/shop']));
      await request(checkout);
      await run();
      expect(await owners()).toEqual([`${checkout} group:default/shop`]);
    });

    it('are gone with the entity, and looked for again within the hour', async () => {
      const { affect, catalog, owners, pass, request, run } = await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      await run();
      catalog.set();
      await request(checkout);
      await run();
      expect(await owners()).toEqual([]);
      catalog.set(component('checkout', ['group:default/payments']));
      await pass(HOUR / 2);
      await run();
      expect(await owners()).toEqual([]);
      await pass(HOUR);
      await run();
      expect(await owners()).toEqual([`${checkout} group:default/payments`]);
    });

    it('stay, and stay due, while the catalog does not answer', async () => {
      const { affect, catalog, logger, owners, request, run } = await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      await run();
      catalog.set(component('checkout', ['group:default/sre']));
      catalog.isDown = true;
      await request(checkout);
      await run();
      await run();
      expect(await owners()).toEqual([`${checkout} group:default/payments`]);
      expect(logger.warn.mock.calls).toHaveLength(1);
      catalog.isDown = false;
      await run();
      expect(await owners()).toEqual([`${checkout} group:default/sre`]);
      expect(logger.info.mock.calls).toHaveLength(1);
    });

    it('are asked for again when they were asked for while they were read', async () => {
      const { affect, catalog, pass, request, run } = await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      await request(checkout);
      await pass(1_000);
      catalog.meanwhile = async () => {
        catalog.meanwhile = async () => {};
        await request(checkout);
      };
      await run();
      await pass(1_000);
      await run();
      await run();
      expect(catalog.asked).toEqual([[checkout], [checkout]]);
    });

    it('are written by nobody who lost the lease', async () => {
      const { affect, catalog, knex, owners, run } = await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      catalog.meanwhile = async () => {
        await knex('leases').update({ holder: 'another replica' });
      };
      await run();
      expect(await owners()).toEqual([]);
    });

    it('are left to whoever is at it', async () => {
      const { affect, catalog, leases, run } = await bench();
      await affect(checkout);
      const lease = await leases.acquire({
        key: 'entity-owners',
        milliseconds: 60_000,
      });
      await run();
      expect(catalog.asked).toEqual([]);
      await lease?.release();
      await run();
      expect(catalog.asked).toEqual([[checkout]]);
    });

    it('are forgotten when nothing affects the entity any more', async () => {
      const { affect, catalog, knex, pass, run } = await bench();
      catalog.set(component('checkout', ['group:default/payments']));
      const number = await affect(checkout);
      await run();
      await knex('incident_affected_entities')
        .where({ incident_number: number })
        .delete();
      await pass(25 * HOUR);
      await run();
      expect(await knex('affected_entities')).toEqual([]);
      expect(catalog.asked).toHaveLength(1);
    });

    it('are read in batches, all of them in one turn', async () => {
      const { affect, catalog, knex, request, run } = await bench();
      const refs = Array.from(
        { length: 250 },
        (_, index) => `component:default/c${index}`,
      );
      await affect(...refs);
      await request(...refs);
      await run();
      expect(catalog.asked.map(asked => asked.length)).toEqual([100, 100, 50]);
      expect(await knex('affected_entities').whereNull('read_at')).toEqual([]);
    });

    it('are read at once when woken, and no more after the shutdown', async () => {
      const { affect, catalog, owners, refresher, request } = await bench();
      const lifecycle = mockServices.lifecycle.mock();
      await refresher.schedule({
        scheduler: mockServices.scheduler.mock(),
        lifecycle,
      });
      catalog.set(component('checkout', ['group:default/payments']));
      await affect(checkout);
      await request(checkout);
      refresher.wake();
      await eventually(async () => {
        expect(await owners()).toEqual([`${checkout} group:default/payments`]);
      });
      for (const [stop] of lifecycle.addShutdownHook.mock.calls) {
        await stop();
      }
      await request(checkout);
      refresher.wake();
      expect(catalog.asked).toHaveLength(1);
    });
  },
);
