import {
  CompoundEntityRef,
  Entity,
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
} from '@backstage/catalog-model';
import {
  CatalogProcessor,
  CatalogProcessorEmit,
  processingResult,
} from '@backstage/plugin-catalog-node';
import {
  INCIDENT_API_VERSION,
  INCIDENT_KIND,
  RELATION_AFFECTED_BY,
  RELATION_AFFECTS,
  RELATION_LEADS,
  RELATION_LED_BY,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';

const specSchema = z.object({
  lead: z.string().optional(),
  owner: z.string().optional(),
  affects: z.array(z.string()).default([]),
});

/** Relates an incident to its lead, its owner and what it affects, in both directions. */
export class IncidentRelationsProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'IncidentRelationsProcessor';
  }

  async postProcessEntity(
    entity: Entity,
    _location: unknown,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    if (
      entity.apiVersion !== INCIDENT_API_VERSION ||
      entity.kind !== INCIDENT_KIND
    ) {
      return entity;
    }
    const incident = getCompoundEntityRef(entity);
    const relate = (type: string, target: CompoundEntityRef, back: string) => {
      emit(processingResult.relation({ source: incident, type, target }));
      emit(
        processingResult.relation({
          source: target,
          type: back,
          target: incident,
        }),
      );
    };
    const { lead, owner, affects } = specSchema.parse(entity.spec);
    if (lead !== undefined) {
      relate(RELATION_LED_BY, parseEntityRef(lead), RELATION_LEADS);
    }
    if (owner !== undefined) {
      relate(RELATION_OWNED_BY, parseEntityRef(owner), RELATION_OWNER_OF);
    }
    for (const affected of affects) {
      relate(RELATION_AFFECTS, parseEntityRef(affected), RELATION_AFFECTED_BY);
    }
    return entity;
  }
}
