import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

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
