import {
  Entity,
  parseEntityRef,
  RELATION_MEMBER_OF,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  LINEAR_TEAM_KEY_ANNOTATION,
  RoutingDecision,
} from '@backstage-incidents/incidents-common';
import { normalizeRef, relationTargets } from '../catalog/refs';
import { EntityFacts, RoutingDraft } from './checkConditions';
import { ParentIssueDeps } from './deps';
import { decideRoute } from './routing';

type CatalogDeps = Pick<ParentIssueDeps, 'catalog' | 'auth' | 'logger'>;

/**
 * Decides where an incident would go now.
 *
 * @throws when the catalog does not respond: a route is decided once, so it must not be decided blindly
 */
export async function decideRouteNow(
  deps: CatalogDeps & Pick<ParentIssueDeps, 'linearSettings'>,
  draft: RoutingDraft,
): Promise<RoutingDecision> {
  const facts = await gatherRoutingFacts(deps, draft);
  const settings = deps.linearSettings.routing;
  return decideRoute({ draft, settings, ...facts });
}

/** What routing looks at in the catalog, in two requests at most. */
async function gatherRoutingFacts(
  deps: CatalogDeps,
  { affects = [], lead }: RoutingDraft,
): Promise<{ entities: EntityFacts[]; leadGroups: string[] }> {
  const byRef = await readEntities(deps, lead ? [...affects, lead] : affects);
  const systems = await readEntities(
    deps,
    [...byRef.values()]
      .flatMap(entity => partOf(entity, 'system'))
      .filter(ref => !byRef.has(ref)),
  );
  return {
    entities: affects.flatMap(ref => {
      const entity = byRef.get(normalizeRef(ref));
      if (!entity) {
        return [];
      }
      const { type } = entity.spec ?? {};
      const systemRefs = partOf(entity, 'system');
      return [
        {
          ref,
          kind: entity.kind.toLocaleLowerCase('en-US'),
          type:
            typeof type === 'string'
              ? type.toLocaleLowerCase('en-US')
              : undefined,
          systems: systemRefs,
          domains: [
            ...partOf(entity, 'domain'),
            ...systemRefs.flatMap(system =>
              partOf(systems.get(system) ?? byRef.get(system), 'domain'),
            ),
          ],
          owners: relationTargets(entity, RELATION_OWNED_BY),
          teamKeyAnnotation:
            entity.metadata.annotations?.[LINEAR_TEAM_KEY_ANNOTATION],
        },
      ];
    }),
    leadGroups: relationTargets(
      lead ? byRef.get(normalizeRef(lead)) : undefined,
      RELATION_MEMBER_OF,
    ),
  };
}

async function readEntities(
  { catalog, auth, logger }: CatalogDeps,
  refs: readonly string[],
): Promise<Map<string, Entity>> {
  const wanted = [...new Set(refs)];
  if (wanted.length === 0) {
    return new Map();
  }
  const { items } = await catalog.getEntitiesByRefs(
    {
      entityRefs: wanted,
      fields: ['kind', 'metadata', 'spec.type', 'relations'],
    },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  const found = new Map(
    items.flatMap(entity =>
      entity
        ? [[normalizeRef(stringifyEntityRef(entity)), entity] as const]
        : [],
    ),
  );
  const unknown = wanted.length - found.size;
  if (unknown > 0) {
    logger.info(
      `${unknown} of ${wanted.length} entities that routing needs are not in the catalog`,
    );
  }
  return found;
}

function partOf(entity: Entity | undefined, kind: string): string[] {
  return relationTargets(entity, RELATION_PART_OF).filter(
    ref => parseEntityRef(ref).kind === kind,
  );
}
