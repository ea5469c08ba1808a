import { Entity } from '@backstage/catalog-model';
import { normalizeRef } from './normalizeRef';

/** Normalized refs that an entity is related to in one way; of no entity, none. */
export function relationTargets(
  entity: Pick<Entity, 'relations'> | undefined,
  type: string,
): string[] {
  return (entity?.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => normalizeRef(relation.targetRef));
}
