import {
  severitySchema,
  Visibility,
} from '@backstage-incidents/incidents-common';
import { NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  PermissionCriteria,
  PermissionCondition,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  PermissionRuleset,
} from '@backstage/plugin-permission-node';
import fc from 'fast-check';
import { newIncident } from '../__testUtils__/newIncident';
import {
  openTestDatabase,
  testDatabases,
} from '../__testUtils__/testDatabases';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IncidentRecord, NewIncident } from './IncidentRecord';
import { createIncidentStore } from './IncidentStore';
import { canRead, onlyReadable } from './privacy';
import { Requester } from './Requester';
import {
  applyFilter,
  IncidentFilter,
  incidentConditions,
  incidentResourceRef,
  incidentRules,
} from './incidentRules';

jest.setTimeout(120_000);

type Condition = PermissionCondition<'incident'>;
type Criteria = PermissionCriteria<Condition>;

const ruleset: PermissionRuleset<IncidentRecord, IncidentFilter, 'incident'> = {
  getRuleByName(name) {
    const rule = Object.values(incidentRules).find(
      candidate => candidate.name === name,
    );
    if (!rule) {
      throw new NotFoundError(`There is no rule ${name}`);
    }
    return rule;
  },
};

const users = ['user:default/ada', 'user:default/sam', 'user:default/priya'];
const entities = [
  'component:default/checkout',
  'api:default/pay',
  'system:x/y',
];
const owners = ['group:default/payments', 'group:default/sre', users[0]];
const severities = severitySchema.options;

const incident = fc.record({
  severity: fc.constantFrom(...severities),
  visibility: fc.constantFrom<Visibility>('public', 'private'),
  lead: fc.option(fc.constantFrom(...users), { nil: undefined }),
  reporter: fc.option(fc.constantFrom(...users), { nil: undefined }),
  participants: fc.uniqueArray(fc.constantFrom(...users)),
  affects: fc.uniqueArray(fc.constantFrom(...entities)),
});
const ownership = fc.record(
  Object.fromEntries(
    entities.map(entity => [
      entity,
      fc.uniqueArray(fc.constantFrom(...owners)),
    ]),
  ),
);

/** Refs as policies write them: in any letter case, some of nobody. */
const refs = (known: readonly string[]) =>
  fc.array(
    fc.constantFrom(
      ...known,
      ...known.map(ref => ref.toLocaleUpperCase('en-US')),
      'group:default/nobody',
    ),
    { maxLength: 3 },
  );
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant(incidentConditions.isPublic()),
  refs(users).map(userRefs => incidentConditions.isLead({ userRefs })),
  refs(users).map(userRefs => incidentConditions.isParticipant({ userRefs })),
  fc
    .array(fc.constantFrom(...severities), { maxLength: 3 })
    .map(some => incidentConditions.hasSeverity({ severities: some })),
  refs(owners).map(ownerRefs =>
    incidentConditions.affectsEntityOwnedBy({ ownerRefs }),
  ),
);
const { criteria } = fc.letrec<{ criteria: Criteria; part: Criteria }>(tie => ({
  criteria: fc.oneof(
    { maxDepth: 3 },
    condition,
    fc.record({ not: tie('criteria') }),
    fc
      .tuple(tie('criteria'), fc.array(tie('criteria'), { maxLength: 2 }))
      .map(([first, rest]): Criteria => ({ allOf: [first, ...rest] })),
    fc
      .tuple(tie('criteria'), fc.array(tie('criteria'), { maxLength: 2 }))
      .map(([first, rest]): Criteria => ({ anyOf: [first, ...rest] })),
  ),
  part: condition,
}));

async function store(
  database: IncidentsDatabase,
  drafts: readonly Partial<NewIncident>[],
  ownersOf: Record<string, string[]>,
): Promise<IncidentRecord[]> {
  const { knex } = database;
  for (const table of [
    'incident_participants',
    'incident_affected_entities',
    'incidents',
    'affected_entity_owners',
    'affected_entities',
  ]) {
    await knex(table).delete();
  }
  const incidents = createIncidentStore({ database, prefix: 'INC' });
  for (const [index, draft] of drafts.entries()) {
    await incidents.insert(knex, newIncident(index + 1, draft));
  }
  for (const [entityRef, ownerRefs] of Object.entries(ownersOf)) {
    await knex('affected_entities').insert({
      entity_ref: entityRef,
      read_at: new Date(),
    });
    for (const ownerRef of ownerRefs) {
      await knex('affected_entity_owners').insert({
        entity_ref: entityRef,
        owner_ref: ownerRef,
      });
    }
  }
  return incidents.findMany(drafts.map((_, index) => index + 1));
}

describe.each(testDatabases.eachSupportedId())(
  'permission rules on %p',
  databaseId => {
    it('allow the same incidents in SQL as one by one, in any combination', async () => {
      const database = await openTestDatabase(databaseId);
      const transform = createConditionTransformer(ruleset);
      const authorize = createConditionAuthorizer(ruleset);
      await fc.assert(
        fc.asyncProperty(
          fc.array(incident, { minLength: 1, maxLength: 12 }),
          ownership,
          fc.array(criteria, { minLength: 1, maxLength: 25 }),
          async (drafts, ownersOf, policies) => {
            const records = await store(database, drafts, ownersOf);
            for (const conditions of policies) {
              const matching = database.knex('incidents').select('number');
              applyFilter(matching, transform(conditions));
              const found: { number: number }[] = await matching.orderBy(
                'number',
              );
              const allowed = records.filter(record =>
                authorize(
                  {
                    result: AuthorizeResult.CONDITIONAL,
                    pluginId: 'incidents',
                    resourceType: incidentResourceRef.resourceType,
                    conditions,
                  },
                  record,
                ),
              );
              expect(found.map(({ number }) => number)).toEqual(
                allowed.map(({ number }) => number),
              );
            }
          },
        ),
        { numRuns: 25 },
      );
    });

    it('keep to privacy in SQL as one by one, for everyone', async () => {
      const database = await openTestDatabase(databaseId);
      const requesters: Requester[] = [
        ...users.flatMap(userRef =>
          [true, false].map(
            readsEverything =>
              ({
                kind: 'user',
                userRef,
                groupRefs: users.slice(0, 1),
                readsEverything,
              } as const),
          ),
        ),
        { kind: 'service', subject: 'plugin:catalog' },
      ];
      await fc.assert(
        fc.asyncProperty(
          fc.array(incident, { minLength: 1, maxLength: 12 }),
          async drafts => {
            const records = await store(database, drafts, {});
            for (const requester of requesters) {
              const found: { number: number }[] = await onlyReadable(
                database.knex('incidents').select('number').orderBy('number'),
                { requester, narrow: () => {} },
              );
              expect(found.map(({ number }) => number)).toEqual(
                records
                  .filter(record => canRead(requester, record))
                  .map(({ number }) => number),
              );
            }
          },
        ),
        { numRuns: 25 },
      );
    });

    it('match an incident by the owner of anything it affects, and none without known owner', async () => {
      const database = await openTestDatabase(databaseId);
      const [owned, unowned, nothing] = await store(
        database,
        [{ affects: entities.slice(0, 2) }, { affects: [entities[2]] }, {}],
        { [entities[0]]: [], [entities[1]]: [owners[1]], [entities[2]]: [] },
      );
      const { apply } = incidentRules.affectsEntityOwnedBy;
      const params = { ownerRefs: ['Group:default/SRE'] };
      expect(apply(owned, params)).toBe(true);
      expect(apply(unowned, params)).toBe(false);
      expect(apply(nothing, params)).toBe(false);
      expect(apply(owned, { ownerRefs: [] })).toBe(false);
    });
  },
);
