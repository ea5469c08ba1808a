import {
  mockCredentials,
  mockServices,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { Response } from 'supertest';
import { incidentConditions } from '../incidents/incidentRules';
import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';

jest.setTimeout(60_000);

const onlySev5: PolicyDecision = {
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'incidents',
  resourceType: 'incident',
  conditions: incidentConditions.hasSeverity({ severities: ['sev5'] }),
};
const TITLE = 'Salaries are public';

describe.each(testDatabases.eachSupportedId())(
  'what a write responds with to whoever may not read the incident, on %p',
  (databaseId: TestDatabaseId) => {
    let bench: LinearBench;
    let reading: PolicyDecision;

    beforeAll(async () => {
      bench = await startWithLinear(databaseId, {
        features: [
          mockServices.permissions.mock({
            authorize: async requests =>
              requests.map(() => ({ result: AuthorizeResult.ALLOW })),
            authorizeConditional: async requests =>
              requests.map(({ permission }) =>
                permission.name === 'incidents.incident.read'
                  ? reading
                  : { result: AuthorizeResult.ALLOW },
              ),
          }).factory,
        ],
      });
    });
    beforeEach(() => {
      reading = { result: AuthorizeResult.ALLOW };
    });
    afterAll(() => bench.close());

    const referenceOf = (ref: string) => ({
      ref,
      entityRef: `incident:default/${ref.toLowerCase()}`,
    });
    const expectReference = ({ status, body }: Response, ref: string) =>
      expect([status < 300, body]).toEqual([true, referenceOf(ref)]);
    const draft = { title: TITLE, severity: 'sev2' };

    it.each<[string, PolicyDecision]>([
      ['denies', { result: AuthorizeResult.DENY }],
      ['narrows', onlySev5],
    ])(
      'is the reference where the policy %s reading, whatever is written',
      async (_, decision) => {
        reading = decision;
        const declared = await bench.call('post', '/incidents', draft, {
          prefer: 'wait=15',
        });
        const { ref } = declared.body;
        expect(declared.status).toBe(201);
        expectReference(declared, ref);
        const path = `/incidents/${ref}`;
        expectReference(
          await bench.call('patch', path, { expectedVersion: 1, lead: null }),
          ref,
        );
        const item = () =>
          bench.call(
            'post',
            `${path}/action-items`,
            { title: TITLE },
            {
              key: ref,
            },
          );
        expectReference(await item(), ref);
        expectReference(await item(), ref);
        reading = { result: AuthorizeResult.ALLOW };
        const [{ identifier }] = (await bench.items(ref)).items;
        reading = decision;
        expectReference(
          await bench.call('patch', `${path}/action-items/${identifier}`, {
            priority: 'low',
          }),
          ref,
        );
      },
    );

    it('is the reference when a repeat comes from someone who may not read it any more', async () => {
      const by = as('sam.weber');
      const declare = () =>
        bench.call('post', '/incidents', draft, { by, key: 'once' });
      const { ref } = (await declare()).body;
      expect((await declare()).body).toMatchObject({ title: TITLE });
      const draftItem = { title: 'Rotate the keys' };
      const item = () =>
        bench.call('post', `/incidents/${ref}/action-items`, draftItem, {
          by,
          key: 'once',
        });
      await bench.settled(ref);
      expect((await item()).body).toMatchObject(draftItem);

      // Sam is the reporter: only the policy can take reading from them.
      reading = { result: AuthorizeResult.DENY };
      expectReference(await declare(), ref);
      expectReference(await item(), ref);
    });

    it('is the reference when the edit itself ends the reading', async () => {
      const { ref } = await bench.declare(draft);
      const response = await bench.call(
        'patch',
        `/incidents/${ref}`,
        { expectedVersion: 1, visibility: 'private' },
        { by: as('priya.nair') },
      );
      expect(response.body).toEqual(referenceOf(ref));
    });

    it('is what it may read to a service that declares a private incident', async () => {
      const declare = () =>
        bench.call(
          'post',
          '/incidents',
          { ...draft, visibility: 'private' },
          { by: mockCredentials.service.header(), key: 'private' },
        );
      const { body } = await declare();
      expect(body).toEqual({
        ...referenceOf(body.ref),
        title: 'Private incident',
        visibility: 'private',
      });
      expect((await declare()).body).toEqual(body);
    });
  },
);
