import {
  CompoundEntityRef,
  Entity,
  RELATION_HAS_MEMBER,
  RELATION_HAS_PART,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { getEntityRelations } from '@backstage/plugin-catalog-react';

/** The most values that one filter of the incidents API takes. */
const MAX_VALUES = 100;

/** The entities whose incidents a card shows. */
export interface RelatedScope {
  /** Refs in lower case, as many as one call may ask for. */
  entityRefs: string[];
  /** Parts, or members, that the entity names; more than were taken in when there are too many. */
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
 * What has to be affected for an incident to affect an entity: the entity, or a
 * part it names itself. What its parts are made of its page does not know.
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

/** Who leads for an entity: a user for themselves, the direct members for a group. */
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
