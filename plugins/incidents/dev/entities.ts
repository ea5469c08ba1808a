import { Entity } from '@backstage/catalog-model';

function user(name: string, displayName: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { profile: { displayName }, memberOf: [] },
  };
}

function component(name: string, title: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', title },
    spec: { type: 'service', lifecycle: 'production', owner: 'group:payments' },
  };
}

/** The catalog of the gallery. */
export const galleryEntities: Entity[] = [
  user('ada.olsen', 'Ada Olsen'),
  user('sam.weber', 'Sam Weber'),
  user('mira.chen', 'Mira Chen'),
  component('checkout', 'Checkout'),
  component('ledger', 'Ledger'),
];
