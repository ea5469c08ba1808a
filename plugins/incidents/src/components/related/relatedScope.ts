import {
  CompoundEntityRef,
  Entity,
  RELATION_HAS_MEMBER,
  RELATION_HAS_PART,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { getEntityRelations } from '@backstage/plugin-catalog-react';

/** The most values that one filter of the incidents API accepts. */
const MAX_VALUES = 100;

/** The entities whose incidents a card shows. */
export interface RelatedScope {
  /** Refs in lower case, at most as many as one request accepts. */
  entityRefs: string[];
  /** The number of parts or members of the entity, including those above the limit. */
  total: number;
  /** How many of them are among `entityRefs`. */
  included: number;
}

function refOf(entity: Entity | CompoundEntityRef): string {
  return stringifyEntityRef(entity).toLocaleLowerCase('en-US');
}

function targetsOf(entity: Entity, type: string): string[] {
  return [...new Set(getEntityRelations(entity, type).map(refOf))];
}

/**
 * The entities whose incidents affect an entity: itself and its direct parts.
 * Parts of parts are not included.
 */
export function affectedScope(entity: Entity): RelatedScope {
  const parts = targetsOf(entity, RELATION_HAS_PART);
  const included = parts.slice(0, MAX_VALUES - 1);
  return {
    entityRefs: [refOf(entity), ...included],
    total: parts.length,
    included: included.length,
  };
}

/** The possible leads for an entity: the user, or the direct members of a group. */
export function leadScope(entity: Entity): RelatedScope {
  if (entity.kind.toLocaleLowerCase('en-US') === 'user') {
    return { entityRefs: [refOf(entity)], total: 0, included: 0 };
  }
  const members = targetsOf(entity, RELATION_HAS_MEMBER);
  const included = members.slice(0, MAX_VALUES);
  return {
    entityRefs: included,
    total: members.length,
    included: included.length,
  };
}
