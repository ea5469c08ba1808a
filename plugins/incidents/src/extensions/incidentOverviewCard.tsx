import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

/** The overview card on an incident's page. */
export const incidentOverviewCard = EntityCardBlueprint.make({
  name: 'overview',
  params: {
    filter: { kind: 'incident' },
    type: 'info',
    loader: async () => {
      const { EntityIncidentOverviewCard } = await import(
        '../components/incident/EntityIncidentOverviewCard'
      );
      return <EntityIncidentOverviewCard />;
    },
  },
});
