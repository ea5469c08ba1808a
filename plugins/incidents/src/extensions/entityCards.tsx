import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { z } from 'zod';
import { itemGroupings } from '../components/actionItems/groupItems';
import { actionItemColumns } from '../components/actionItems/actionItemColumns';

/** The action items card on an incident's page. */
export const actionItemsCard = EntityCardBlueprint.makeWithOverrides({
  name: 'action-items',
  configSchema: {
    pageSize: z.number().int().min(1).max(500).optional(),
    groupBy: z.enum(itemGroupings).optional(),
    hiddenColumns: z.array(z.enum(actionItemColumns)).optional(),
  },
  factory: (originalFactory, { config }) =>
    originalFactory({
      filter: { kind: 'incident' },
      type: 'content',
      loader: async () => {
        const { EntityActionItemsCard } = await import(
          '../components/actionItems/ActionItemsCard'
        );
        return (
          <EntityActionItemsCard
            pageSize={config.pageSize}
            groupBy={config.groupBy}
            hiddenColumns={config.hiddenColumns}
          />
        );
      },
    }),
});

/** The overview card on an incident's page. */
export const incidentOverviewCard = EntityCardBlueprint.make({
  name: 'overview',
  params: {
    filter: { kind: 'incident' },
    type: 'info',
    loader: async () => {
      const { EntityIncidentOverviewCard } = await import(
        '../components/incident/IncidentOverviewCard'
      );
      return <EntityIncidentOverviewCard />;
    },
  },
});

/** The timeline card on an incident's page. */
export const timelineCard = EntityCardBlueprint.make({
  name: 'timeline',
  params: {
    filter: { kind: 'incident' },
    type: 'content',
    loader: async () => {
      const { EntityTimelineCard } = await import(
        '../components/timeline/TimelineCard'
      );
      return <EntityTimelineCard />;
    },
  },
});

/** Incidents that affect an entity, on that entity's page. */
export const affectingIncidentsCard = EntityCardBlueprint.make({
  name: 'affecting',
  params: {
    filter: {
      kind: { $in: ['component', 'api', 'system', 'domain', 'resource'] },
    },
    type: 'content',
    loader: async () => {
      const { EntityAffectingIncidentsCard } = await import(
        '../components/related/EntityAffectingIncidentsCard'
      );
      return <EntityAffectingIncidentsCard />;
    },
  },
});

/** Incidents led by a user or a group's members, on their page. */
export const ledIncidentsCard = EntityCardBlueprint.make({
  name: 'led',
  params: {
    filter: { kind: { $in: ['user', 'group'] } },
    type: 'content',
    loader: async () => {
      const { EntityLedIncidentsCard } = await import(
        '../components/related/EntityLedIncidentsCard'
      );
      return <EntityLedIncidentsCard />;
    },
  },
});
