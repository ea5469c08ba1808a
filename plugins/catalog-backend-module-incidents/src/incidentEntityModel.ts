import { createCatalogModelLayer } from '@backstage/catalog-model/alpha';
import {
  INCIDENT_API_VERSION,
  INCIDENT_KIND,
  incidentStatusSchema,
  LINEAR_ISSUE_ID_ANNOTATION,
  LINEAR_ISSUE_IDENTIFIER_ANNOTATION,
  LINEAR_TEAM_KEY_ANNOTATION,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';

const [group, version] = INCIDENT_API_VERSION.split('/');

const specSchema = {
  type: 'object',
  required: ['visibility'],
  properties: {
    visibility: {
      enum: [...visibilitySchema.options],
      description: 'A private incident has no other field here.',
    },
    type: {
      const: 'incident',
      description: 'Of a public incident, for the pages of the catalog.',
    },
    severity: {
      enum: [...severitySchema.options],
      description: 'sev1 is the worst.',
    },
    status: {
      enum: [...incidentStatusSchema.options],
      description: 'done and canceled are closed.',
    },
    lead: {
      type: 'string',
      minLength: 1,
      description: 'Entity ref of the user who leads the response.',
    },
    owner: {
      type: 'string',
      minLength: 1,
      description: 'Entity ref of the group that owns everything affected.',
    },
    affects: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description: 'Entity refs of what is broken.',
    },
  },
};

/**
 * Kind Incident for the catalog model. Its relations are not here but in
 * {@link IncidentRelationsProcessor}: the model pairs relations by named target
 * kinds, and an incident may affect any kind a host has.
 */
export const incidentEntityModel = createCatalogModelLayer({
  layerId: 'incidents/kind-incident',
  builder: model => {
    model.addKind({
      group,
      names: {
        kind: INCIDENT_KIND,
        singular: 'incident',
        plural: 'incidents',
      },
      description:
        'An incident: something is broken, people respond, and its follow-up work lives in Linear.',
      versions: [
        {
          name: version,
          schema: {
            jsonSchema: {
              type: 'object',
              required: ['spec'],
              properties: {
                spec: specSchema,
              },
            },
          },
        },
      ],
    });
    model.addAnnotation({
      name: LINEAR_ISSUE_ID_ANNOTATION,
      title: 'Linear issue ID',
      description: "UUID of the incident's parent issue in Linear.",
    });
    model.addAnnotation({
      name: LINEAR_ISSUE_IDENTIFIER_ANNOTATION,
      title: 'Linear issue',
      description:
        "Identifier of the incident's parent issue in Linear, for example PAY-214.",
    });
    model.addAnnotation({
      name: LINEAR_TEAM_KEY_ANNOTATION,
      title: 'Linear team',
      description:
        'Key of the Linear team that gets the parent issues of incidents that affect this entity.',
    });
  },
});
