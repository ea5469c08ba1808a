import { CatalogProcessorResult } from '@backstage/plugin-catalog-node';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { incidentFixture } from '@backstage-incidents/incidents-node/testUtils';
import { IncidentRelationsProcessor } from './IncidentRelationsProcessor';
import { toIncidentEntity } from './toIncidentEntity';

async function relationsOf(entity: Entity): Promise<string[]> {
  const results: CatalogProcessorResult[] = [];
  await new IncidentRelationsProcessor().postProcessEntity(
    entity,
    undefined,
    result => results.push(result),
  );
  return results.flatMap(result =>
    result.type === 'relation'
      ? [
          [
            stringifyEntityRef(result.relation.source),
            result.relation.type,
            stringifyEntityRef(result.relation.target),
          ].join(' '),
        ]
      : [],
  );
}

describe('IncidentRelationsProcessor', () => {
  it('relates an incident both ways with its lead, its owner and with affected entities of any kind', async () => {
    const entity = toIncidentEntity(
      incidentFixture({
        lead: 'user:default/jane',
        affects: ['component:default/checkout', 'product:shop/basket'],
      }),
      { owner: 'group:default/payments' },
    );

    await expect(relationsOf(entity)).resolves.toEqual([
      'incident:default/inc-42 ledBy user:default/jane',
      'user:default/jane leads incident:default/inc-42',
      'incident:default/inc-42 ownedBy group:default/payments',
      'group:default/payments ownerOf incident:default/inc-42',
      'incident:default/inc-42 affects component:default/checkout',
      'component:default/checkout affectedBy incident:default/inc-42',
      'incident:default/inc-42 affects product:shop/basket',
      'product:shop/basket affectedBy incident:default/inc-42',
    ]);
  });

  it('relates a private incident with nothing', async () => {
    await expect(
      relationsOf(
        toIncidentEntity(
          incidentFixture({
            visibility: 'private',
            lead: 'user:default/jane',
            affects: ['component:default/checkout'],
          }),
          { owner: 'group:default/payments' },
        ),
      ),
    ).resolves.toEqual([]);
  });

  it('leaves other kinds alone', async () => {
    await expect(
      relationsOf({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'checkout' },
        spec: { lead: 'user:default/jane', affects: ['api:default/pay'] },
      }),
    ).resolves.toEqual([]);
  });
});
