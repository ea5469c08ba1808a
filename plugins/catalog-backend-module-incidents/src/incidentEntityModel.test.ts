import {
  compileCatalogModel,
  defaultCatalogEntityModel,
} from '@backstage/catalog-model/alpha';
import { incidentEntityModel } from './incidentEntityModel';

describe('incidentEntityModel', () => {
  it('adds kind Incident and the annotations of Linear beside the built-in kinds', () => {
    const model = compileCatalogModel([
      defaultCatalogEntityModel,
      incidentEntityModel,
    ]);

    expect(
      model.getKind({ kind: 'Incident', apiVersion: 'incidents/v1alpha1' }),
    ).toMatchObject({
      names: { kind: 'Incident', plural: 'incidents' },
      jsonSchema: {
        properties: {
          spec: {
            required: ['visibility'],
            properties: {
              severity: { enum: ['sev1', 'sev2', 'sev3', 'sev4', 'sev5'] },
            },
          },
        },
      },
    });
    expect(model.getMetadata().annotations.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'linear.app/issue-id',
        'linear.app/issue-identifier',
        'linear.app/team-key',
      ]),
    );
  });
});
