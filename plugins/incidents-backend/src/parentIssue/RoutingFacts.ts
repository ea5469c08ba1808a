import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  RELATION_MEMBER_OF,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { LINEAR_TEAM_KEY_ANNOTATION } from '@backstage-incidents/incidents-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { normalizeRef } from '../catalog/refs';
import { relationTargets } from '../catalog/refs';
import { EntityFacts } from './checkConditions';

/** What routing has to know from the catalog about an incident. */
export interface CatalogFacts {
  /** In the order of the incident's affected entities; unknown ones are left out. */
  entities: EntityFacts[];
  /** Groups of the lead. */
  leadGroups: string[];
}

/** Gathers from the catalog what routing looks at, in two requests at most. */
export class RoutingFacts {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#logger = options.logger;
  }

  /** @throws when the catalog does not answer: a route is decided once, so it must not be decided blindly */
  async gather(incident: {
    affects?: readonly string[];
    lead?: string;
  }): Promise<CatalogFacts> {
    const affects = incident.affects ?? [];
    const refs = incident.lead ? [...affects, incident.lead] : [...affects];
    const byRef = await this.#read(refs);
    const systems = await this.#read(
      [...byRef.values()]
        .flatMap(entity => relationTargets(entity, RELATION_PART_OF))
        .filter(ref => kindOf(ref) === 'system' && !byRef.has(ref)),
    );
    const domainsOf = (entity: Entity): string[] => [
      ...relationTargets(entity, RELATION_PART_OF),
      ...relationTargets(entity, RELATION_PART_OF).flatMap(system =>
        relationTargets(
          systems.get(system) ?? byRef.get(system),
          RELATION_PART_OF,
        ),
      ),
    ];
    const lead = incident.lead ? byRef.get(incident.lead) : undefined;
    return {
      entities: affects.flatMap(ref => {
        const entity = byRef.get(ref);
        return entity ? [toFacts(ref, entity, domainsOf(entity))] : [];
      }),
      leadGroups: relationTargets(lead, RELATION_MEMBER_OF),
    };
  }

  async #read(refs: readonly string[]): Promise<Map<string, Entity>> {
    const wanted = [...new Set(refs)];
    if (wanted.length === 0) {
      return new Map();
    }
    const { items } = await this.#catalog.getEntitiesByRefs(
      {
        entityRefs: wanted,
        fields: ['kind', 'metadata', 'spec.type', 'relations'],
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
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
      this.#logger.info(
        `${unknown} of ${wanted.length} entities that routing asked for are not in the catalog`,
      );
    }
    return found;
  }
}

function toFacts(
  ref: string,
  entity: Entity,
  partOf: readonly string[],
): EntityFacts {
  const type = entity.spec?.type;
  const ofKind = (kind: string) => partOf.filter(part => kindOf(part) === kind);
  return {
    ref,
    kind: entity.kind.toLocaleLowerCase('en-US'),
    type:
      typeof type === 'string' ? type.toLocaleLowerCase('en-US') : undefined,
    system: ofKind('system')[0],
    domain: ofKind('domain')[0],
    owner: relationTargets(entity, RELATION_OWNED_BY)[0],
    teamKeyAnnotation:
      entity.metadata.annotations?.[LINEAR_TEAM_KEY_ANNOTATION],
  };
}

function kindOf(ref: string): string {
  return parseEntityRef(ref).kind;
}
