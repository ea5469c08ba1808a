import { Entity } from '@backstage/catalog-model';

/** An entity of the given kind with the required fields. */
export function entity(kind: string, name: string): Entity {
  return {
    apiVersion:
      kind === 'Incident' ? 'incidents/v1alpha1' : 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: {},
  };
}
